"""Who belongs, for now, again, or no longer."""

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from web.errors import RefusedError

from ..models import Member, MemberRole, Membership, Organization
from .replies import release_seats


def organization_named(name, **facts):
    """The organization of that name, or a new one; two people at once get the same."""
    named = Organization.objects.named(name)
    return named.first() or make_organization(name, facts) or named.get()


def make_organization(name, facts):
    try:
        with transaction.atomic():
            return Organization.objects.create(name=name, **facts)
    except IntegrityError:
        return None  # somebody else made it a moment ago


@transaction.atomic
def admit_organization(name, council, *, by, expires_on=None):
    """Let an organization in without an application, as at the founding of a council."""
    membership = begin_membership(organization_named(name), council)
    membership.expires_on = expires_on
    membership.save(update_fields=["expires_on"])
    audit.record("admit_organization", membership, by=by)
    return membership


def begin_membership(organization, council):
    """The membership of this organization, begun anew if it had ended."""
    membership, made = Membership.objects.select_for_update().get_or_create(
        organization=organization, council=council
    )
    if membership.suspended_at:
        raise RefusedError(_("This organization's membership is suspended. Resume it instead."))
    if not made and not membership.is_active:
        membership.started_at = timezone.now()
        membership.expires_on = membership.ended_at = None
        membership.save()
    return membership


@transaction.atomic
def add_person(membership, person, *, by, role=MemberRole.MEMBER):
    """Make a person a member, by the row or by the address; again, if they had left."""
    user = person_of(person) if isinstance(person, str) else person
    member, _made = Member.objects.get_or_create(
        membership=membership, user=user, defaults={"role": role}
    )
    if member.left_at:
        member.left_at = None
        member.joined_at = timezone.now()
        member.save()
    audit.record("add_person", member, by=by)
    return member


def person_of(address):
    """The User of this address; one without a password where there is none yet."""
    people = get_user_model().objects
    return people.get_or_create(email=address.lower(), defaults={"password": make_password(None)})[
        0
    ]


@transaction.atomic
def suspend_membership(membership, *, by):
    """Close this council to the organization's people, from their next request on."""
    lock(membership)
    if membership.suspended_at or membership.ended_at:
        return
    membership.suspended_at = timezone.now()
    membership.save(update_fields=["suspended_at"])
    release_seats(membership.council)
    audit.record("suspend_membership", membership, by=by)


@transaction.atomic
def resume_membership(membership, *, by):
    lock(membership)
    if not membership.suspended_at:
        return
    membership.suspended_at = None
    membership.save(update_fields=["suspended_at"])
    audit.record("resume_membership", membership, by=by)


@transaction.atomic
def end_membership(membership, *, by):
    lock(membership)
    if membership.ended_at:
        return
    membership.ended_at = timezone.now()
    membership.suspended_at = None
    membership.save(update_fields=["ended_at", "suspended_at"])
    release_seats(membership.council)
    audit.record("end_membership", membership, by=by)


@transaction.atomic
def leave_council(member, *, by):
    member.refresh_from_db(from_queryset=Member.objects.select_for_update())
    if member.left_at:
        return
    member.left_at = timezone.now()
    member.save(update_fields=["left_at"])
    release_seats(member.membership.council)
    audit.record("leave_council", member, by=by)


def lock(membership):
    membership.refresh_from_db(from_queryset=Membership.objects.select_for_update())

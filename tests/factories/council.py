"""Rows of council for the tests: plain functions that name only what the test is about."""

from datetime import timedelta

from django.utils import timezone
from django.utils.text import slugify

from council.models import (
    AgendaItem,
    Application,
    Council,
    Meeting,
    Member,
    MemberRole,
    Membership,
    Minutes,
    Organization,
    Rsvp,
    RsvpAnswer,
)

from .accounts import make_user
from .advisories import make_country


def make_council(name="Almaty country council", **fields):
    """The council of that name, made on first call."""
    known = Council.objects.filter(name=name).first()
    if known:
        return known
    fields = {"time_zone": "Asia/Almaty", "meets": "twice a year", **fields}
    country = fields.pop("country", None) or make_country()
    return Council.objects.create(
        name=name, **{"slug": slugify(name).split("-")[0], "country": country, **fields}
    )


def make_organization(name="Steppe Energy", **fields):
    known = Organization.objects.filter(name=name).first()
    return known or Organization.objects.create(name=name, **fields)


def make_membership(council=None, organization="Steppe Energy", **fields):
    """The organization of that name in the council, begun yesterday."""
    council = council or make_council()
    known = Membership.objects.filter(council=council, organization__name=organization).first()
    fields = {"started_at": timezone.now() - timedelta(days=1), **fields}
    return known or Membership.objects.create(
        council=council, organization=make_organization(organization), **fields
    )


def make_member(council=None, user=None, *, organization="Steppe Energy", **fields):
    """A person of the council's organization; the row's `user` is the person."""
    membership = fields.pop("membership", None) or make_membership(council, organization)
    user = user or make_user(fields.get("role", "member"))
    return Member.objects.create(membership=membership, user=user, **fields)


def make_chair(council, user=None, **fields):
    return make_member(council, user or make_user("chair"), role=MemberRole.CHAIR, **fields)


def make_application(council=None, applicant=None, **fields):
    fields = {
        "organization_name": "Ala-Too Engineering",
        "sector": "Engineering",
        "reason": "We open an office here.",
        "first_voucher": "first@example.org",
        "second_voucher": "second@example.org",
        **fields,
    }
    application = Application.objects.create(
        council=council or make_council(), applicant=applicant or make_user("applicant"), **fields
    )
    application.steps.create(state=application.state, by=application.applicant)
    return application


def make_meeting(council=None, *, announced=True, days=30, agenda=(), **fields):
    """A meeting of two hours so many days from now, `days=-30` for a past one."""
    morning = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)
    starts_at = fields.pop("starts_at", morning + timedelta(days=days))
    fields = {
        "title": "Spring meeting",
        "ends_at": starts_at + timedelta(hours=2),
        "place": "Consulate General, entrance A-2",
        "announced_at": timezone.now() - timedelta(days=60) if announced else None,
        **fields,
    }
    meeting = Meeting.objects.create(
        council=council or make_council(), starts_at=starts_at, **fields
    )
    for position, (title, leader, minutes) in enumerate(agenda, start=1):
        AgendaItem.objects.create(
            meeting=meeting, position=position, title=title, leader=leader, minutes=minutes
        )
    return meeting


def make_rsvp(meeting, user, answer=RsvpAnswer.IN_PERSON, **fields):
    return Rsvp.objects.create(meeting=meeting, user=user, answer=answer, **fields)


def make_minutes(meeting=None, *, published=True, body="Nine people came.", **fields):
    return Minutes.objects.create(
        meeting=meeting or make_meeting(days=-30),
        body=body,
        published_at=timezone.now() if published else None,
        **fields,
    )

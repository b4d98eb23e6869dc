"""Who may do what: given and ended, never deleted."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from web.errors import RefusedError

from ..models import Assignment, Edition
from .publishing import unschedule_edition


@transaction.atomic
def assign(user, role, *, by, everywhere=False, country=None, post=None, council=None):
    """Give a person a role in one place; the staff pages open to them with it."""
    place = {"everywhere": everywhere, "country": country, "post": post, "council": council}
    if user.assignments.active().filter(role=role, **place).exists():
        raise RefusedError(_("This person holds this role here already."))
    assignment = Assignment.objects.create(user=user, role=role, **place)
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    audit.record("assign", assignment, by=by)
    return assignment


@transaction.atomic
def end_assignment(assignment, *, by):
    """End a role; what the person had scheduled and may no longer publish is a draft again."""
    active = Assignment.objects.active().filter(pk=assignment.pk)
    if not active.update(ended_at=timezone.now()):
        raise RefusedError(_("This assignment has ended already."))
    audit.record("end_assignment", assignment, by=by)
    user = assignment.user
    unschedule_of(user, by=by)
    if not user.is_superuser and not user.assignments.active().exists():
        user.is_staff = False
        user.save(update_fields=["is_staff"])


def unschedule_of(user, *, by):
    """Take back what this person scheduled and, by their roles of now, may not publish.

    Also for when a person is deactivated: who is not active may publish nothing.
    """
    waiting = Edition.objects.scheduled().filter(published_by=user)
    taken_back = list(waiting.exclude(pk__in=Edition.objects.publishable_by(user).values("pk")))
    for edition in taken_back:
        unschedule_edition(edition, by=by)
        # The publishers of the place find it on their desk until one of them publishes it.
        Edition.objects.filter(pk=edition.pk).update(taken_back_at=timezone.now())
    return taken_back

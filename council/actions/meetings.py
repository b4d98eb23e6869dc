"""Calling a council together."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from web.errors import RefusedError, StaleError

from ..models import AgendaItem, Meeting
from .replies import lock, move_up

# What stands in members' calendars; a change of these is told to them.
TOLD = ("title", "starts_at", "ends_at", "place", "video_link")


def plan_meeting(meeting, *, by, agenda=()):
    """Write down a meeting that nobody is told of yet; the same form twice stays one meeting."""
    try:
        with transaction.atomic():
            meeting.save(force_insert=True)
            set_agenda(meeting, agenda)
            audit.record("plan_meeting", meeting, by=by)
    except IntegrityError:
        return planned_before(meeting)
    return meeting


def planned_before(meeting):
    found = Meeting.objects.of(meeting.council).filter(form_id=meeting.form_id).first()
    if found is None:
        raise RefusedError(_("This form was used before. Open a new one."))
    return found


@transaction.atomic
def announce_meeting(meeting, *, by):
    """Show it to the members, who are then told."""
    now = lock(meeting)
    if now.cancelled_at or now.is_past:
        raise RefusedError(_("A meeting that is over or cancelled is not announced."))
    if not now.announced_at:
        now.announced_at = timezone.now()
        now.save(update_fields=["announced_at"])
        audit.record("announce_meeting", now, by=by)
    return now


@transaction.atomic
def change_meeting(meeting, *, by, agenda=None):
    """Save an edited meeting. Those who know of it are told if time, place or title changed.

    Its `version` is that which the person read: an edit made meanwhile is not overwritten.
    """
    before = lock(meeting)
    if before.cancelled_at:
        raise RefusedError(_("This meeting is cancelled."))
    if meeting.version != before.version:
        raise StaleError(_("Somebody else changed this meeting meanwhile."))
    taken = meeting.rsvps.seats_taken()
    if meeting.capacity is not None and meeting.capacity < taken:
        raise RefusedError(_("%s seats are taken already.") % taken)
    take_facts(meeting, before)
    if before.announced_at and not before.is_past and differs(meeting, before):
        meeting.sequence += 1
        meeting.changed_at = timezone.now()
    meeting.version += 1
    meeting.save()
    if agenda is not None:
        set_agenda(meeting, agenda)
    move_up(meeting)
    audit.record("change_meeting", meeting, by=by)


@transaction.atomic
def cancel_meeting(meeting, *, by):
    now = lock(meeting)
    if now.is_past:
        raise RefusedError(_("This meeting is over."))
    if not now.cancelled_at:
        now.cancelled_at = timezone.now()
        now.sequence += 1
        now.save(update_fields=["cancelled_at", "sequence"])
        audit.record("cancel_meeting", now, by=by)
    return now


def take_facts(meeting, before):
    """What others did meanwhile wins over what the form was opened with."""
    for name in ("sequence", "announced_at", "changed_at", "cancelled_at"):
        setattr(meeting, name, getattr(before, name))


def differs(meeting, before):
    return any(getattr(meeting, name) != getattr(before, name) for name in TOLD)


def set_agenda(meeting, items):
    """The agenda as (title, leader, minutes) rows, in their order."""
    meeting.agenda.all().delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=position, title=title, leader=leader, minutes=minutes)
        for position, (title, leader, minutes) in enumerate(items, start=1)
    )

"""Who comes, who waits, who moves up.

Every deed here first locks the meeting's row, so that seats are counted by one at a time.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from web.errors import RefusedError

from ..models import Council, Meeting, Member, Membership, Rsvp, RsvpAnswer

GUESTS_KEPT = timedelta(hours=72)


@transaction.atomic
def reply(meeting, *, by, answer, guests=()):
    """Record or change one person's answer. In person beyond the seats means waiting."""
    meeting = lock(meeting)
    if not meeting.takes_replies:
        raise RefusedError(_("This meeting takes no more replies."))
    if not Member.objects.active().of(meeting.council).filter(user=by).exists():
        raise RefusedError(_("Only members of the council reply."))
    rsvp = meeting.rsvps.filter(user=by).first() or Rsvp(meeting=meeting, user=by)
    settle(rsvp, answer, list(guests) if answer == RsvpAnswer.IN_PERSON else [])
    move_up(meeting)
    return rsvp


def settle(rsvp, answer, guests):
    before = Rsvp.objects.filter(pk=rsvp.pk).first()
    seats = 1 + len(guests)
    fits = seats <= seats_free(rsvp.meeting, besides=rsvp)
    comes = answer == RsvpAnswer.IN_PERSON
    if comes and not fits and before and has_seat(before):
        raise RefusedError(_("There is no seat left for more guests. Your own seat is kept."))
    rsvp.answer, rsvp.seats, rsvp.guests = answer, seats, "\n".join(guests)
    rsvp.waiting = comes and not fits
    if not (before and before.waiting and rsvp.waiting):  # who waits keeps the place in line
        rsvp.answered_at = timezone.now()
    rsvp.save()


def has_seat(rsvp):
    return rsvp.answer == RsvpAnswer.IN_PERSON and not rsvp.waiting


def seats_free(meeting, besides=None):
    if meeting.capacity is None:
        return float("inf")
    others = meeting.rsvps.exclude(pk=besides.pk) if besides and besides.pk else meeting.rsvps
    return meeting.capacity - others.seats_taken()


def move_up(meeting):
    """Give free seats to those who wait, the longest first; who does not fit keeps waiting."""
    free = seats_free(meeting)
    for rsvp in meeting.rsvps.waiting():
        if rsvp.seats <= free:
            free -= rsvp.seats
            rsvp.waiting = False
            rsvp.moved_up_at = timezone.now()
            rsvp.save(update_fields=["waiting", "moved_up_at"])


@transaction.atomic
def release_seats(council):
    """Drop replies to coming meetings of people who no longer belong, and move others up."""
    members = Member.objects.active().of(council).values("user")
    for meeting in Meeting.objects.of(council).coming():
        lock(meeting)
        meeting.rsvps.exclude(user__in=members).delete()
        move_up(meeting)


def release_expired():
    """For the worker: a membership that ran out by the calendar keeps no seat."""
    coming = Rsvp.objects.filter(meeting__ends_at__gte=timezone.now())
    gone = Membership.objects.expired().filter(
        members__user=OuterRef("user"), council=OuterRef("meeting__council")
    )
    councils = coming.filter(Exists(gone)).values("meeting__council")
    for council in Council.objects.filter(pk__in=councils):
        release_seats(council)


def forget_guests():
    """Delete guests' names three days after the meeting; how many came stays."""
    over = timezone.now() - GUESTS_KEPT
    rows = Rsvp.objects.filter(Q(meeting__ends_at__lt=over) | Q(meeting__cancelled_at__lt=over))
    return rows.exclude(guests="").update(guests="")


def lock(meeting):
    return (
        Meeting.objects.select_for_update(of=("self",)).select_related("council").get(pk=meeting.pk)
    )

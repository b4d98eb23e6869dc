"""What happens to trips."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from advisories.models import Post
from web.errors import RefusedError, StaleError
from web.lines import lines_of

from .enrollment import DraftTrip
from .models import Companion, EmergencyContact, Stop, Trip

AT_A_TIME = 500


@transaction.atomic
def enroll_trip(draft, *, by):
    """Make a DraftTrip the trip of `by`; the same form sent twice makes one trip."""
    refuse_incomplete(draft)
    trip, made = Trip.objects.get_or_create(
        form_id=draft.form_id,
        defaults={"user": by, "traveler_name": draft.details["traveler_name"]},
    )
    if trip.user_id != by.pk:
        raise RefusedError(_("This form was used already. Start a new one."))
    if not made:
        return trip
    trip.confirmed_at = trip.enrolled_at  # whoever is signed in has a confirmed address
    fill(trip, draft)
    audit.record("trip.enroll", trip, by=by)
    return trip


@transaction.atomic
def change_trip(trip, draft, *, by):
    """Replace the places, days and details of a trip; alerts follow its new stops at once."""
    refuse_incomplete(draft)
    trip = Trip.objects.select_for_update().get(pk=trip.pk)
    if trip.cancelled_at:
        raise RefusedError(_("This trip is cancelled. Enroll it again."))
    refuse_stale(trip, draft)
    for rows in (trip.stops, trip.companions, trip.emergency_contacts):
        rows.all().delete()
    fill(trip, draft)
    audit.record("trip.change", trip, by=by)


@transaction.atomic
def cancel_trip(trip, *, by):
    """No mail about this trip any more; it stays listed until it is erased."""
    if Trip.objects.filter(pk=trip.pk, cancelled_at=None).update(cancelled_at=timezone.now()):
        audit.record("trip.cancel", trip, by=by)


@transaction.atomic
def delete_trip(trip, *, by):
    """Forget an ended or cancelled trip now instead of 30 days after it."""
    audit.record("trip.delete", trip, by=by)
    trip.delete()


def erase_trips():
    """For the worker: forget each trip 30 days after return; how many that were."""
    erased = 0
    while trips := Trip.objects.to_erase().order_by("pk")[:AT_A_TIME]:
        for trip in trips:
            delete_trip(trip, by=None)
        erased += len(trips)
    return erased


def refuse_stale(trip, draft):
    """What was changed in another window meanwhile is not lost without a word."""
    if draft.seen and draft.seen != DraftTrip.from_trip(trip).seen:
        raise StaleError(
            _(
                "This trip was changed in another window meanwhile. Look at it there; if you save "
                "this again, it replaces that."
            )
        )


def refuse_incomplete(draft):
    problem = draft.first_problem
    if problem:
        raise RefusedError(problem[2])
    if not draft.stops:
        raise RefusedError(_("Add at least one place."))
    if not draft.details.get("traveler_name", "").strip():
        raise RefusedError(_("Enter your name."))


def fill(trip, draft):
    """Write what the pages collected; the draft has been checked."""
    details = draft.details
    trip.traveler_name = details["traveler_name"].strip()
    trip.phone = details.get("phone", "")
    trip.lodging = details.get("lodging", "")
    trip.save()
    Stop.objects.bulk_create(stop_row(trip, stop) for stop in draft.stops)
    names = [line.strip()[:120] for line in lines_of(details.get("companions", ""))]
    Companion.objects.bulk_create(Companion(trip=trip, name=name) for name in names if name)
    if details.get("contact_name"):
        EmergencyContact.objects.create(
            trip=trip, name=details["contact_name"], phone=details.get("contact_phone", "")
        )


def stop_row(trip, stop):
    place = stop.where
    post = place if isinstance(place, Post) else None
    return Stop(
        trip=trip,
        country=post.country if post else place,
        post=post,
        place=stop.town,
        starts_on=stop.starts_on,
        ends_on=None if stop.residence else stop.ends_on,
    )

"""G6: a trip is erased 30 days after return, with all that hangs on it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from alerts.errands import run_errands
from alerts.models import Mute
from tests.factories import make_country, make_mute, make_stop, make_trip, make_user
from travelers.actions import cancel_trip
from travelers.models import Companion, EmergencyContact, Stop, Trip

pytestmark = pytest.mark.django_db


def trip_that_ended(*days_ago):
    """A trip whose stops ended so many days ago; None is a place where somebody lives."""
    trip, today = make_trip(make_user("traveler")), timezone.localdate()
    for days in days_ago:
        ended = None if days is None else today - timedelta(days=days)
        began = (ended or today) - timedelta(days=90)
        make_stop(place=make_country(), trip=trip, starts_on=began, ends_on=ended)
    return trip


@pytest.mark.behavior("G6")
def test_trip_is_erased_on_the_day_its_page_names():
    over, last_day = trip_that_ended(60, 30), trip_that_ended(60, 29)
    coming, resident = trip_that_ended(-5), trip_that_ended(90, None)
    assert over.erased_on == timezone.localdate()

    run_errands()

    assert set(Trip.objects.all()) == {last_day, coming, resident}


@pytest.mark.behavior("G6")
def test_nothing_of_it_is_left_but_that_it_was_erased():
    trip = trip_that_ended(31)
    Companion.objects.create(trip=trip, name="Companion")
    EmergencyContact.objects.create(trip=trip, name="Relative", phone="+7 727 1")
    make_mute(trip.user, trip)

    run_errands()

    for model in (Trip, Stop, Companion, EmergencyContact, Mute):
        assert not model.objects.exists()
    [row] = AuditEvent.objects.filter(deed="trip.delete").values_list("object_id", "actor_id")
    assert row == (trip.pk, None)


def test_residence_is_erased_30_days_after_it_was_cancelled():
    trip = trip_that_ended(None)
    cancel_trip(trip, by=trip.user)
    run_errands()
    assert Trip.objects.exists()

    Trip.objects.update(cancelled_at=timezone.now() - timedelta(days=30))
    run_errands()

    assert not Trip.objects.exists()

"""A day of a trip is a day at its place, whatever the time is elsewhere (A7, G2)."""

import datetime

import pytest
import time_machine

from tests.factories import make_country, make_stop, make_trip, make_user
from travelers.enrollment import DraftStop

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FIRST = datetime.date(2028, 2, 29)
# Half past nine in the evening of 29 February in Honolulu; in Kiritimati 1 March is nearly over.
EVENING = datetime.datetime(2028, 3, 1, 7, 30, tzinfo=datetime.UTC)


@pytest.fixture
def hawaii(db):
    return make_country("Hawaii", time_zone="Pacific/Honolulu")


@pytest.fixture
def kiribati(db):
    return make_country("Kiribati", time_zone="Pacific/Kiritimati")


def draft(country, day):
    return DraftStop(f"country:{country.slug}", starts_on=day, ends_on=day)


@time_machine.travel(EVENING, tick=False)
def test_last_day_is_not_over_before_midnight_there(hawaii, kiribati):
    assert draft(hawaii, FIRST).problems() == []
    assert draft(kiribati, FIRST).problems() == [("ends_on", "This stay is already over")]


@time_machine.travel(EVENING, tick=False)
def test_trip_tells_its_state_by_the_calendar_of_its_places(hawaii, kiribati):
    trip = make_trip(make_user("traveler"))
    make_stop(place=kiribati, trip=trip, starts_on=FIRST, ends_on=FIRST)
    assert str(trip.status) == "Ended"

    make_stop(place=hawaii, trip=trip, starts_on=FIRST, ends_on=FIRST)
    assert not trip.is_over
    assert str(trip.status) == "Under way"


@time_machine.travel(EVENING, tick=False)
def test_days_until_a_trip_are_counted_there(hawaii):
    stop = make_stop(make_user("traveler"), hawaii, starts_on=FIRST.replace(month=3), ends_on=None)

    assert str(stop.trip.status) == "Starts in 29 days"

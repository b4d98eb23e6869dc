"""Rows of travelers for the tests: plain functions that name only what the test is about."""

from datetime import timedelta

from django.utils import timezone

from advisories.models import Post
from travelers.models import Stop, Trip

from .accounts import make_user


def make_trip(user=None, *, confirmed=True, **fields):
    """A trip without stops yet, confirmed unless told."""
    moment = timezone.now() if confirmed else None
    fields = {"traveler_name": "Traveler", "confirmed_at": moment, **fields}
    return Trip.objects.create(user=user or make_user("traveler"), **fields)


def make_stop(user=None, place=None, *, trip=None, **fields):
    """A stop at a country or post, from today for five days unless told."""
    trip = trip or make_trip(user)
    where = (
        {"post": place, "country": place.country} if isinstance(place, Post) else {"country": place}
    )
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today + timedelta(days=5)}
    return Stop.objects.create(trip=trip, **{**where, **days, **fields})

"""Rows of alerts for the tests: plain functions that name only what the test is about."""

from itertools import count

from django.utils import timezone

from advisories.models import Area, Country
from alerts.models import (
    Alert,
    AlertPlace,
    AlertTemplate,
    EventKind,
    ExerciseParticipant,
    Grade,
    Mute,
    Subscription,
)
from travelers.models import Trip

from .accounts import make_user
from .advisories import make_country

serial = count(1)
TO_DO = "* Keep your drink in sight.\n* Leave with people you know."


def make_alert(*places, sent=True, **fields):
    """An alert for these places (Kazakhstan if none is named), as if it was sent just now."""
    number = next(serial)
    moment = fields.pop("published_at", timezone.now()) if sent else None
    fields = {
        "grade": Grade.WARNING,
        "title": "drugging and robbery in bars",
        "what_to_do": TO_DO,
        "what_happened": "Foreigners were drugged and robbed.",
        "year": timezone.localdate().year,
        "slug": f"alert-{number}",
        **fields,
    }
    alert = Alert.objects.create(**fields)
    for place in places or ([] if alert.everywhere else [make_country()]):
        AlertPlace.objects.create(alert=alert, **named(place))
    if moment:
        alert.published_at = moment
        alert.save()
    return alert


def named(place):
    """The place under the name of its kind: `{"post": almaty}`."""
    if isinstance(place, Country):
        return {"country": place}
    return {"area": place} if isinstance(place, Area) else {"post": place}


def make_subscription(user=None, place=None, **fields):
    """This person follows that place; everything if none is named."""
    where = named(place) if place else {"everything": True}
    return Subscription.objects.create(user=user or make_user("follower"), **where, **fields)


def make_mute(user, source, **fields):
    """No mail from that trip or membership any more."""
    name = "trip" if isinstance(source, Trip) else "membership"
    return Mute.objects.create(user=user, **{name: source}, **fields)


def make_template(name="Sudden flood", **fields):
    """An alert written in advance; an emergency unless told."""
    fields = {
        "kind": EventKind.WEATHER,
        "grade": Grade.EMERGENCY,
        "title": "sudden flood",
        "what_to_do": "* Go to high ground in {place}.\n* Stay there.",
        "what_happened": "Water is rising in {place}.",
        "if_affected": "Call for help. This holds until {until}.",
        "correction_title": "no flood",
        "correction_text": "There is no flood in {place}.",
        **fields,
    }
    return AlertTemplate.objects.create(name=name, **fields)


def make_participant(user, place):
    """This person takes part in the exercises of a council or post."""
    name = place._meta.model_name
    return ExerciseParticipant.objects.create(user=user, **{name: place})

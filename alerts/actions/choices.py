"""Deeds of a reader: follow a place, change what comes, stop, pause."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import record
from alerts.audience.sources import sources_of
from alerts.models import Frequency, Grade, Mute, Subscription


@transaction.atomic
def follow(user, place=None, *, section_key="", **choice):
    """Follow a country or a post, or everything; again changes the choice, never doubles it."""
    where = {**place_fields(place), "section_key": section_key}
    choice = {"lowest_grade": Grade.NOTICE, "new_reports": True, **choice}
    choice.setdefault("frequency", Frequency.AT_ONCE)
    mine = Subscription.objects.active().filter(user=user, **where).select_for_update()
    known = mine.first()
    if known is None:
        try:
            with transaction.atomic():
                return Subscription.objects.create(user=user, **where, **choice)
        except IntegrityError:  # the same form, sent twice at once
            known = mine.get()
    return change_choice(known, **choice)


def change_choice(subscription, *, frequency=None, **choice):
    """Set how often and what comes, each if named; nothing gets lost or repeated by it."""
    if frequency is not None:
        subscription.turn_to(frequency)
    for name, value in choice.items():
        setattr(subscription, name, value)
    columns = ["frequency", "held_from", "held_until", "turned_at"]
    subscription.save(update_fields=[*choice, *columns])
    return subscription


@transaction.atomic
def change_subscription(subscription, **choice):
    fresh = Subscription.objects.select_for_update().get(pk=subscription.pk)
    return change_choice(fresh, **choice)


def place_fields(place):
    if place is None:
        return {"everything": True}
    return {place._meta.model_name: place}


def unfollow(subscription):
    """End it; True if that was not so already."""
    ended = Subscription.objects.active().filter(pk=subscription.pk)
    return bool(ended.update(ended_at=timezone.now()))


@transaction.atomic
def mute(user, *, trip=None, membership=None, emergencies=False):
    """No mail from this trip or membership any more; the trip or membership itself stays."""
    mutes = Mute.objects.select_for_update().active()
    known = mutes.filter(user=user, trip=trip, membership=membership).first()
    if known is None:
        try:
            with transaction.atomic():
                return Mute.objects.create(
                    user=user, trip=trip, membership=membership, emergencies=emergencies
                )
        except IntegrityError:
            return Mute.objects.active().get(user=user, trip=trip, membership=membership)
    if emergencies and not known.emergencies:
        known.emergencies = True
        known.save(update_fields=["emergencies"])
    return known


def unmute(user, *, trip=None, membership=None):
    mutes = Mute.objects.active().filter(user=user, trip=trip, membership=membership)
    return bool(mutes.update(ended_at=timezone.now()))


@transaction.atomic
def change_choices(user, *, places, sources, time_zone=""):
    """Save the table of places, trips and memberships: all of it or nothing.

    `places` holds (subscription, its changes), `sources` (trip or membership, what comes).
    """
    for subscription, changes in places:
        if "remove" in changes:
            unfollow(subscription)
        else:
            change_subscription(subscription, **changes)
    for source, mail in sources:
        choose_mail(user, source, mail)
    if time_zone and time_zone != user.time_zone:
        user.time_zone = time_zone
        user.save(update_fields=["time_zone"])
        user.subscriptions.note_new_mornings()


def choose_mail(user, source, mail):
    """What comes because of a trip or membership: all, emergencies or none."""
    which = {source._meta.model_name: source}
    unmute(user, **which)
    if mail != "all":
        mute(user, **which, emergencies=mail == "none")


@transaction.atomic
def stop_everything(user, *, emergencies):
    """No list mail any more; trips and memberships stay, and their emergencies unless told so."""
    Subscription.objects.active().filter(user=user).update(ended_at=timezone.now())
    for source in sources_of(user):
        mute(user, **{source._meta.model_name: source}, emergencies=emergencies)
    user.exercises.filter(ended_at=None).update(ended_at=timezone.now())
    record("stop_everything", user, by=user)


def pause(user, until):
    """No mail before that day, emergencies for a trip in progress and for members excepted."""
    user.paused_until = until
    user.save(update_fields=["paused_until"])

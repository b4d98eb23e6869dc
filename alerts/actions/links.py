"""What the link at the foot of a list mail does: end what the mail came from, or undo that."""

from django.db import transaction
from django.utils import timezone

from alerts.models import ExerciseParticipant, Mute, Subscription

from .choices import follow, mute, unmute


@transaction.atomic
def stop(token):
    """End that one reason for mail; harmless the second time."""
    if token.subscription_id:
        followed(token).update(ended_at=timezone.now())
    elif token.participant_id:
        take_part(token, until=timezone.now())
    elif source := source_of(token):
        mute(token.user, **source, emergencies=token.emergency)


@transaction.atomic
def bring_back(token):
    """Undo `stop`: follow the place as before, or lift the mute."""
    if token.subscription_id:
        old = token.subscription
        choice = {"lowest_grade": old.lowest_grade, "new_reports": old.new_reports}
        follow(token.user, old.country or old.post, section_key=old.section_key, **choice)
    elif token.participant_id:
        take_part(token, until=None)
    elif source := source_of(token):
        unmute(token.user, **source)


def is_stopped(token):
    if token.subscription_id:
        return not followed(token).exists()
    if token.participant_id:
        return token.participant.ended_at is not None
    source = source_of(token)
    mutes = Mute.objects.active().filter(user=token.user, **source)
    return not source or (mutes.filter(emergencies=True) if token.emergency else mutes).exists()


def take_part(token, *, until):
    ExerciseParticipant.objects.filter(pk=token.participant_id).update(ended_at=until)


def source_of(token):
    """The trip or membership the mail came from; empty once it is erased."""
    if token.trip_id:
        return {"trip": token.trip}
    return {"membership": token.membership} if token.membership_id else {}


def followed(token):
    """The subscription the mail came from, or a later one to the same place."""
    old = token.subscription
    return Subscription.objects.active().filter(
        user=token.user,
        country=old.country,
        post=old.post,
        everything=old.everything,
        section_key=old.section_key,
    )

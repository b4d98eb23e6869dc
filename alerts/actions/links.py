"""What the link at the foot of a list mail does: end what the mail came from, or undo that."""

from django.db import transaction
from django.utils import timezone

from alerts.models import ExerciseParticipant, Mute, Subscription

from .choices import follow, mute, unmute


@transaction.atomic
def stop(token):
    """End that one reason for mail; harmless the second time."""
    if token.from_digest:
        stop_digests(token)
    elif token.subscription_id:
        followed(token).update(ended_at=timezone.now())
    elif token.participant_id:
        take_part(token, until=timezone.now())
    elif source := source_of(token):
        mute(token.user, **source, emergencies=token.emergency)


@transaction.atomic
def bring_back(token):
    """Undo `stop`: follow the place as before, or lift the mute."""
    if token.from_digest:
        for old in stopped_digests(token):
            follow_again(old)
    elif token.subscription_id:
        follow_again(token.subscription)
    elif token.participant_id:
        take_part(token, until=None)
    elif source := source_of(token):
        unmute(token.user, **source)


def follow_again(old):
    choice = ["lowest_grade", "new_reports", "frequency", "section_key"]
    place = old.country or old.post
    subscription = follow(old.user, place, **{name: getattr(old, name) for name in choice})
    if old.mailbox and old.mailbox.ended_at is None:  # it goes on for the organization
        subscription.mailbox = old.mailbox
        subscription.save(update_fields=["mailbox"])
    return subscription


def stop_digests(token):
    """End what comes by digest; the token remembers when, so that it can be undone."""
    moment = timezone.now()
    if Subscription.objects.active().by_digest().filter(user=token.user).update(ended_at=moment):
        token.used_at = moment
        token.save(update_fields=["used_at"])


def stopped_digests(token):
    ended = Subscription.objects.by_digest().filter(user=token.user, ended_at__isnull=False)
    return list(ended.filter(ended_at=token.used_at))


def is_stopped(token):
    if token.from_digest:
        return not Subscription.objects.active().by_digest().filter(user=token.user).exists()
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

"""Claimed rows made ready to send: looked at again, and given their links.

Between queueing and sending people unsubscribe, mute, leave, cancel, bounce or lose the
right to read; the audience is asked again for exactly these people.
"""

import logging
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from . import message
from .claims import ORDER
from .digests.wording import word_digests
from .kinds import audience_of
from .models import Delivery, Lane, LinkToken, Reason
from .models.sending import CANCELLED
from .relay import Answer, Verdict
from .slots import Personal
from .suppressing import suppressed_among
from .why import stop_words, why

logger = logging.getLogger(__name__)
NOT_WANTED = "Not sent: no longer wanted or allowed."
EXPIRED = "Not sent: no longer news."
NOTHING_TO_SAY = "Not sent: nothing new for this person."
NOT_MADE = "Not sent: the message could not be made; see the log."
BAD_ADDRESS = "Not sent: no mail can be addressed like this."
ORIGINS = ("subscription", "trip", "membership", "participant")


def claimed(keys):
    facts = ("alert", "edition__report", "level_change__country", "level_change__area")
    facts += ("meeting__council", "minutes__meeting__council", "application")
    rows = Delivery.objects.filter(pk__in=keys).order_by(*ORDER[Delivery])
    return list(rows.select_related("user", *(f"notice__{fact}" for fact in facts)))


def still_wanted(deliveries):
    """Those to send, and (delivery, words) for the others."""
    refused = suppressed_among([row.user for row in deliveries])
    words = {}
    for rows in by_notice(deliveries):
        notice = rows[0].notice
        expired = notice.expires_at <= timezone.now()
        reasons = {} if expired else reasons_of(notice, {row.user_id for row in rows} - refused)
        for row in rows:
            if row.user_id in reasons:
                name_reason(row, *reasons[row.user_id])
            else:
                words[row.pk] = EXPIRED if expired else unwanted(notice)
    wanted = [row for row in deliveries if row.pk not in words]
    return wanted, [(row, words[row.pk]) for row in deliveries if row.pk in words]


def unwanted(notice):
    return CANCELLED if notice.cancelled_at else NOT_WANTED


def by_notice(deliveries):
    key = attrgetter("notice_id")
    return [list(rows) for _notice, rows in groupby(sorted(deliveries, key=key), key=key)]


def reasons_of(notice, people):
    """{person: (group, origin)}: the first reason that holds now."""
    reasons = {}
    for group in audience_of(notice):
        for person, origin in group.among(people - reasons.keys()).items():
            reasons[person] = (group, origin)
    return reasons


def name_reason(delivery, group, origin):
    """The mail names the reason that holds now, which may not be the one it was queued for."""
    values = {f"{name}_id": origin if name == group.origin else None for name in ORIGINS}
    values["reason"] = group.reason
    if any(getattr(delivery, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(delivery, name, value)
        Delivery.objects.filter(pk=delivery.pk).update(**values)


def messages_of(deliveries):
    """{delivery key: bytes}, each with links of its own; an Answer where no mail can be made."""
    prefetch_related_objects(
        deliveries,
        "trip__stops__country",
        "trip__stops__post",
        "membership__council",
        "membership__organization",
        "subscription__country",
        "subscription__post",
        "participant__council",
        "participant__post",
    )
    empty = word_digests(deliveries)
    tokens = fresh_tokens([row for row in deliveries if row.pk not in empty])
    messages = {
        row.pk: made(lambda row=row: message.of_delivery(row, personal(row, tokens.get(row.pk))))
        for row in deliveries
        if row.pk not in empty
    }
    return messages | dict.fromkeys(empty, Answer(Verdict.SKIPPED, NOTHING_TO_SAY))


def letter(row):
    if row.expires_at <= timezone.now():
        return Answer(Verdict.SKIPPED, EXPIRED)
    return made(lambda: message.of_letter(row))


def made(build):
    """The message; one that cannot be made must not hold up the others."""
    try:
        return build()
    except message.BadAddress:
        return Answer(Verdict.NEVER, BAD_ADDRESS)
    except Exception:
        logger.exception("A message could not be made.")
        return Answer(Verdict.LATER, NOT_MADE)


def fresh_tokens(deliveries):
    """{delivery key: token} for list mail; only the hash of each is stored."""
    listed = [row for row in deliveries if row.reason != Reason.APPLICANT]
    fresh = {row.pk: LinkToken.fresh() for row in listed}
    LinkToken.objects.bulk_create(
        LinkToken(
            digest=fresh[row.pk][1],
            user_id=row.user_id,
            subscription_id=row.subscription_id,
            trip_id=row.trip_id,
            membership_id=row.membership_id,
            participant_id=row.participant_id,
            emergency=row.lane == Lane.EMERGENCY,
            from_digest=row.lane == Lane.DIGEST,
        )
        for row in listed
    )
    return {key: token for key, (token, _digest) in fresh.items()}


def personal(delivery, token):
    if not token:
        return Personal(why=why(delivery))
    return Personal(
        why=why(delivery),
        stop_words=stop_words(delivery),
        stop_url=settings.SITE_URL + reverse("alerts:stop", args=[token]),
        choices_url=settings.SITE_URL + reverse("alerts:choices_by_link", args=[token]),
    )

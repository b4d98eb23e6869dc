"""The words of a mail that are one person's: why it comes and what stops it, for a batch at once.

People who follow the same place, or belong to the same organization, share them.
"""

from types import SimpleNamespace

from alerts.models import Lane, Reason, Subscription
from alerts.models.exercises import ExerciseParticipant
from alerts.wording.why import stop_words, why
from council.models import Membership
from travelers.models import Trip

from .compiled import worded
from .jobs import made

RELATED = {
    "subscription": (Subscription, ("country", "post"), ()),
    "trip": (Trip, (), ("stops__country", "stops__post")),
    "membership": (Membership, ("council", "organization"), ()),
    "participant": (ExerciseParticipant, ("council", "post"), ()),
}


def words_of(rows, digests):
    """{key of a delivery: its words, encoded}; `digests` has those that follow many places."""
    first = {}
    sources = [source_of(row, first) for row in rows]
    found = dict.fromkeys(sources)
    for name in RELATED:
        found |= rows_of(name, {key for kind, key in found if kind == name})
    words, shared = {}, {}
    for row, (name, key) in zip(rows, sources, strict=True):
        if row.pk in digests:
            words[row.pk] = made(lambda row=row: encoded(digests[row.pk]))
            continue
        alike = (row.reason, row.lane, name, key)
        if alike not in shared:
            delivery = delivery_of(row, name, key, found)
            shared[alike] = made(lambda delivery=delivery: encoded(delivery))
        words[row.pk] = shared[alike]
    return words


def rows_of(name, keys):
    model, related, prefetched = RELATED[name]
    rows = model.objects.filter(pk__in=keys).select_related(*related) if keys else ()
    rows = rows.prefetch_related(*prefetched) if keys and prefetched else rows
    return {(name, row.pk): row for row in rows}


def source_of(row, first):
    """The column that says where the mail comes from, and its value.

    Of those who follow the same place or section, the first one of the batch stands for all.
    """
    if row.subscription_id:
        place = row.subscription_country_id, row.subscription_post_id, row.subscription_section_key
        return first.setdefault(place, ("subscription", row.subscription_id))
    for name in RELATED:
        if key := getattr(row, f"{name}_id"):
            return name, key
    return "", None


def delivery_of(row, name, key, found):
    """As much of a delivery as its words are about."""
    origins = dict.fromkeys(RELATED) | ({name: found[name, key]} if name else {})
    stops_emergencies = row.lane == Lane.EMERGENCY
    return SimpleNamespace(
        reason=row.reason, lane=row.lane, stops_emergencies=stops_emergencies, **origins
    )


def encoded(delivery):
    listed = delivery.reason != Reason.APPLICANT
    return worded(why(delivery), stop_words(delivery) if listed else "")

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
from .smtp import Answer

RELATED = {
    "subscription": (Subscription, ("country", "post"), ()),
    "trip": (Trip, (), ("stops__country", "stops__post")),
    "membership": (Membership, ("council", "organization"), ()),
    "participant": (ExerciseParticipant, ("council", "post"), ()),
}


def words_of(rows, digests, known):
    """{key of a delivery: its words, encoded}; `digests` has those that follow many places.

    `known` has the words of batches before, and is given those of this one.
    """
    alike = {row.pk: likeness(row) for row in rows if row.pk not in digests}
    new = {like: row for row in rows if (like := alike.get(row.pk)) and like not in known}
    found = dict.fromkeys(map(source_of, new.values()))
    for name in RELATED:
        found |= rows_of(name, {key for kind, key in found if kind == name})
    fresh = {like: made(encoded_of, row, found) for like, row in new.items()}
    known |= {like: words for like, words in fresh.items() if not isinstance(words, Answer)}
    words = {key: known.get(like) or fresh[like] for key, like in alike.items()}
    return words | {row.pk: made(encoded, digests[row.pk]) for row in rows if row.pk in digests}


def rows_of(name, keys):
    model, related, prefetched = RELATED[name]
    rows = model.objects.filter(pk__in=keys).select_related(*related) if keys else ()
    rows = rows.prefetch_related(*prefetched) if keys and prefetched else rows
    return {(name, row.pk): row for row in rows}


def likeness(row):
    """Mails of which this is the same have the same words: those who follow the same place do."""
    if row.subscription_id:
        place = row.subscription_country_id, row.subscription_post_id, row.subscription_section_key
        return row.reason, row.lane, place
    return row.reason, row.lane, source_of(row)


def source_of(row):
    """The column that says where the mail comes from, and its value."""
    for name in RELATED:
        if key := getattr(row, f"{name}_id"):
            return name, key
    return "", None


def encoded_of(row, found):
    """The words of such a row."""
    name, key = source_of(row)
    origins = dict.fromkeys(RELATED) | ({name: found[name, key]} if name else {})
    stops_emergencies = row.lane == Lane.EMERGENCY
    return encoded(
        SimpleNamespace(
            reason=row.reason, lane=row.lane, stops_emergencies=stops_emergencies, **origins
        )
    )


def encoded(delivery):
    listed = delivery.reason != Reason.APPLICANT
    return worded(why(delivery), stop_words(delivery) if listed else "")

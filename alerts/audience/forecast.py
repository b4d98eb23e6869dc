"""When a send will be over, told before it begins.

Mail goes out in the order of claiming: the lane, then the rank. So whoever is to be reached
waits for what is queued in faster lanes, for the nearer people of their own lane, and for
those who were queued before them; all of it at the rate that this site's relay takes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, Min
from django.utils import timezone

from alerts.models import Delivery, Lane, Rank, State

NEWEST = 5_000  # deliveries, at most, from which the rate is read
ENOUGH = 100  # of one send: fewer tell the delay of a message, not a rate
USUAL = 10.0  # mails a second: what most relays take, until ours has shown what it takes


@dataclass(frozen=True)
class Rate:
    per_second: float
    measured: bool  # False: assumed, because nothing was sent yet
    limited: bool = False  # by a setting, which the relay could do better than


@dataclass(frozen=True)
class Part:
    """The people of one rank, and when the last of them has been handed over."""

    rank: Rank
    people: int
    ends_at: datetime


@dataclass(frozen=True)
class Forecast:
    rate: Rate
    ahead: int  # mails that go out before the first one
    parts: list[Part]
    ends_at: datetime


def measured_rate():
    """How fast the last send of some size went out, of those among the newest deliveries."""
    newest = list(Delivery.objects.order_by("-pk").values_list("pk", flat=True)[:NEWEST])
    sent = Delivery.objects.filter(pk__gte=min(newest, default=0), state=State.SENT)
    sends = sent.values("notice").annotate(
        number=Count("pk"), first=Min("settled_at"), last=Max("settled_at")
    )
    for send in sends.filter(number__gte=ENOUGH).order_by("-notice"):
        seconds = (send["last"] - send["first"]).total_seconds()
        if seconds > 0:
            # What was written down first went out before: a batch may bear one moment.
            later = sent.filter(notice=send["notice"], settled_at__gt=send["first"]).count()
            return Rate(later / seconds, measured=True)
    return Rate(USUAL, measured=False)


def expected_rate(lane):
    """What our relay took lately, held to the limits that are set for it and for this lane."""
    rate = measured_rate()
    limits = [settings.MAIL_RATE, settings.MAIL_LANE_RATES.get(Lane(lane).name.lower(), 0)]
    limit = min(filter(None, limits), default=None)
    if limit is None or (rate.measured and rate.per_second < limit):
        return rate
    return Rate(limit, measured=rate.measured, limited=True)


def forecast(people, lane, *, rate=None, apart_from=None):
    """The end for so many people of each rank: `people` is {rank: number}.

    `apart_from` is a notice whose own queued rows are those people, and not ahead of them.
    """
    rate = rate or expected_rate(lane)
    waiting = waiting_before(lane, apart_from)
    now, parts, mine = timezone.now(), [], 0
    for rank in sorted(people):
        mine += people[rank]
        before = sum(number for ahead, number in waiting if ahead <= (lane, rank))
        ends_at = now + timedelta(seconds=(before + mine) / rate.per_second)
        parts.append(Part(Rank(rank), people[rank], ends_at))
    ends_at = max((part.ends_at for part in parts), default=now)
    first = min(people, default=0)
    ahead = sum(number for place, number in waiting if place <= (lane, first))
    return Forecast(rate, ahead, parts, ends_at)


def waiting_before(lane, apart_from=None):
    """[((lane, rank), mails)] of what is due in this lane and in faster ones."""
    due = Delivery.objects.filter(
        state=State.QUEUED, lane__lte=lane, due_at__lte=timezone.now()
    ).order_by()
    if apart_from:
        due = due.exclude(notice=apart_from)
    counted = due.values_list("lane", "rank").annotate(number=Count("pk"))
    return [((lane, rank), number) for lane, rank, number in counted]


def of_count(counted, lane, **options):
    """The forecast for an audience as `alerts.people.count` found it, each person once."""
    left, people = counted.total, {}
    for group, number in counted.groups:
        number = min(number, left)
        people[group.rank] = people.get(group.rank, 0) + number
        left -= number
    return forecast(people, lane, **options)


def of_rest(notice, **options):
    """The forecast for what a send has left."""
    rest = Delivery.objects.filter(notice=notice, state__in=[State.QUEUED, State.SENDING])
    counted = rest.order_by().values_list("rank").annotate(number=Count("pk"))
    return forecast(dict(counted), notice.lane, apart_from=notice, **options)

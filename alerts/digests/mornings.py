"""08:00 in the time zones of the world, and the digests whose morning has come."""

import functools
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import known_time_zones
from alerts.models import Delivery, Lane, Notice, NoticeKind, Subscription

MORNING = time(8)
# What was told so shortly before waits for the next one: by then it is surely on record.
CLOSES = timedelta(minutes=5)
LIFE = timedelta(hours=23)  # then the next one tells it
REMEMBERED = timedelta(days=30)


# The world's zones, read once: ZoneInfo itself remembers a few only.
zone_named = functools.cache(ZoneInfo)


def last_morning(moment, zone):
    """The last 08:00 there; each day has exactly one, however clocks are changed."""
    there = moment.astimezone(zone_named(zone))
    morning = datetime.combine(there.date(), MORNING, there.tzinfo)
    if morning > there:
        morning = datetime.combine(there.date() - timedelta(days=1), MORNING, there.tzinfo)
    return morning.astimezone(UTC)


def last_monday(moment, zone):
    """The last Monday's 08:00 there."""
    morning = last_morning(moment, zone).astimezone(zone_named(zone))
    monday = morning.date() - timedelta(days=morning.weekday())
    return datetime.combine(monday, MORNING, morning.tzinfo).astimezone(UTC)


def mornings(moment):
    """The last 08:00 of every zone. Zones differ by quarters of an hour."""
    quarter = moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
    return mornings_before(quarter)


@functools.lru_cache(maxsize=2)
def mornings_before(moment):
    return frozenset(last_morning(moment, zone) for zone in known_time_zones())


@functools.lru_cache(maxsize=64)
def zones_at(period):
    """The time zones in which it is 08:00 then."""
    return [zone for zone in known_time_zones() if last_morning(period, zone) == period]


def closing(period):
    return period - CLOSES


def made_of(periods):
    """Those of these mornings that have their notice."""
    known = Notice.objects.filter(kind=NoticeKind.DIGEST, period__in=periods)
    return set(known.values_list("period", flat=True))


def begin_digests():
    """Put the digests whose morning has come on record; how many are new.

    Of several mornings that were missed only the last one is made up for: it tells all. One
    with nobody to tell is on record too, so that the next one knows it was not missed.
    """
    held = Subscription.objects.active().filter(held_from__isnull=False)
    if not held.exists():
        return 0
    now = timezone.now()
    due = {period for period in mornings(now) if now < period + LIFE}
    missing = due - made_of(due)
    zones = held.order_by().values_list("user__time_zone", flat=True).distinct() if missing else []
    awaited = {last_morning(now, zone) for zone in zones}
    Notice.objects.bulk_create(
        (digest_of(period, None if period in awaited else now) for period in missing),
        ignore_conflicts=True,
    )
    return len(missing & awaited)


def digest_of(period, fanned_out_at):
    return Notice(
        kind=NoticeKind.DIGEST,
        period=period,
        lane=Lane.DIGEST,
        expires_at=period + LIFE,
        fanned_out_at=fanned_out_at,
    )


def forget_empty_mornings():
    """Those that told nobody, once no other digest asks for them any more."""
    old = Notice.objects.filter(kind=NoticeKind.DIGEST, period__lt=timezone.now() - REMEMBERED)
    old.filter(~Exists(Delivery.objects.filter(notice=OuterRef("pk")))).delete()

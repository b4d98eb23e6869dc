"""Limits of so many mails a second, kept by all workers of the site together.

A limit is a row that says until when it is used up. Whoever wants to send moves that moment on
by as much as its mails take, at most half a second ahead: so the rate holds however many
workers there are, and an emergency waits no longer than that for its turn. For the relay as a
whole, a batch is cut to what the limit allows. Mail of a slow lane or to one destination that
is over its limit is put off, and makes room for the rest.
"""

import math
from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from alerts.models import Delivery, Lane, Pace, State

from .bulk import update_many

AHEAD = timedelta(seconds=0.5)
LONGEST_PUT_OFF = 30.0  # seconds; who waits longer comes back and asks again
RELAY = "relay"


@transaction.atomic
def take(name, rate, wanted):
    """(how many may go, in how many seconds the first of them)."""
    now = timezone.now()
    Pace.objects.bulk_create([Pace(name=name, free_at=now)], ignore_conflicts=True)
    pace = Pace.objects.select_for_update().get(pk=name)
    # A moment far ahead is one of another rate, or of a clock that was wrong.
    begin = max(now, min(pace.free_at, now + AHEAD + timedelta(seconds=1 / rate)))
    number = min(wanted, math.ceil((now + AHEAD - begin).total_seconds() * rate))
    if number <= 0:
        return 0, 0.0
    pace.free_at = begin + timedelta(seconds=number / rate)
    pace.save(update_fields=["free_at"])
    return number, (begin - now).total_seconds()


def return_unused(name, rate, number):
    if number:
        back = timedelta(seconds=number / rate)
        Pace.objects.filter(pk=name).update(free_at=F("free_at") - back)


def put_off_what_is_over(worker, claimed):
    """Put claimed deliveries back that are over the limit of their lane or destination."""
    if not (settings.MAIL_LANE_RATES or settings.MAIL_DOMAIN_RATE):
        return
    over = {}
    for (name, rate), keys in by_limit(claimed).items():
        keys = [key for key in keys if key not in over]
        number, _wait = take(name, rate, len(keys))
        for place, key in enumerate(keys[number:], start=1):
            over[key] = min(LONGEST_PUT_OFF, AHEAD.total_seconds() + place / rate)
    put_off(worker, over)


def by_limit(claimed):
    """{(name, rate): keys in their order}; lanes before destinations."""
    lanes, domains = defaultdict(list), defaultdict(list)
    for key, lane, email in claimed.values_list("pk", "lane", "user__email"):
        name = Lane(lane).name.lower()
        if rate := settings.MAIL_LANE_RATES.get(name):
            lanes[f"lane {name}", rate].append(key)
        if settings.MAIL_DOMAIN_RATE:
            domain = (email or "").rpartition("@")[2].lower()
            domains[f"to {domain}"[:255], settings.MAIL_DOMAIN_RATE].append(key)
    return lanes | domains


def put_off(worker, over):
    now = timezone.now()
    rows = [(now + timedelta(seconds=seconds), key) for key, seconds in over.items()]
    if rows:
        update_many(
            Delivery,
            ["due_at"],
            rows,
            same=("state = %s, worker = '', lease_until = NULL", [State.QUEUED.value]),
            only={"worker": worker, "state": State.SENDING.value},
        )

"""Counters shared by all workers: so many times in so many seconds, and when again.

Each use takes one of `limit` slots in the shared cache, and a slot frees itself `seconds`
after it was taken. Adding a key to the cache is atomic, so two workers never take the same
slot, and no window of that length ever holds more than `limit` uses.
"""

import hashlib
import math
import time
from dataclasses import dataclass

from django.core.cache import cache


class LimitedError(Exception):
    """Somebody asked too often; becomes the page 429 with the time to try again."""

    def __init__(self, retry_after):
        super().__init__(f"again in {retry_after} s")
        self.retry_after = retry_after


@dataclass
class Use:
    """One taken slot; `take_back` frees it, for what turned out not to count."""

    slot: str

    def take_back(self):
        cache.delete(self.slot)


def take(key, limit, seconds):
    """Take one of `limit` uses of `key`, or raise LimitedError."""
    name = hashlib.sha256(f"{key}|{limit}|{seconds}".encode()).hexdigest()[:40]
    slots = [f"limit:{name}:{number}" for number in range(limit)]
    taken = cache.get_many(slots)
    for slot in slots:
        if slot not in taken and cache.add(slot, time.time(), seconds):
            return Use(slot)
    oldest = min(cache.get_many(slots).values(), default=time.time())
    raise LimitedError(max(1, math.ceil(oldest + seconds - time.time())))


def allow(key, limit, seconds):
    """True, counting this use, unless `key` was used `limit` times in the last `seconds`."""
    try:
        take(key, limit, seconds)
    except LimitedError:
        return False
    return True

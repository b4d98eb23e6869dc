"""What a worker does beside handing over mail, in a thread of its own: it waits for others.

A mailbox or a webhook that answers slowly must not hold up an emergency. Several workers may
run the same errand at once: each is written so that this does no harm, and mostly the first
one takes it.
"""

import logging
import threading
import time

from django.core.cache import cache
from django.db import connection

from travelers.actions import erase_trips

from .feedback.canaries import send_canaries
from .feedback.reading import read_mailbox
from .feedback.suppressing import forget_changed_addresses
from .webhooks.sending import send_webhooks

logger = logging.getLogger(__name__)
# With the seconds between two rounds.
ERRANDS = [
    (send_webhooks, 5),
    (read_mailbox, 60),
    (send_canaries, 60),
    (forget_changed_addresses, 60),
    (erase_trips, 3600),
]
LOOK = 1.0


def start_errands(stopping):
    """Run errands until the worker stops; a daemon, so that no slow answer holds that up."""
    thread = threading.Thread(target=run, args=(stopping,), name="errands", daemon=True)
    thread.start()
    return thread


def run(stopping):
    next_at = {}
    while not stopping():
        for errand, seconds in ERRANDS:
            if time.monotonic() >= next_at.get(errand, 0):
                next_at[errand] = time.monotonic() + seconds
                run_one(errand, seconds)
        time.sleep(LOOK)


def run_one(errand, seconds):
    """Unless another worker just did; whatever happens, the next round comes."""
    try:
        if cache.add(f"errand:{errand.__name__}", 1, seconds - LOOK):
            errand()
    except Exception:
        logger.exception("An errand failed; its next round follows.")
    finally:
        connection.close()  # this thread's own


def run_errands():
    """Each errand once, here and now."""
    return sum(errand() for errand, _seconds in ERRANDS)

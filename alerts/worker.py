"""The worker: find facts, fan out, send; again and again until it is told to stop."""

import gc
import logging
import os
import signal
import time

from django.db import InterfaceError, OperationalError, connection
from django.urls import reverse

from advisories.pdf.child import start_making

from .audience.fanout import FanOut
from .cleaning import clean
from .engine.claims import this_worker
from .engine.delivery import Postman
from .engine.recovery import recover
from .engine.smtp import RelayDown
from .errands import run_errands, start_errands
from .notices import collect
from .restored import Watch

logger = logging.getLogger(__name__)
POLL = 1.0  # seconds between two looks when there is nothing to do
LOOK_EVERY = 0.2  # seconds between two looks while mail goes out
RECOVER_EVERY, PDF_EVERY, CLEAN_EVERY = 5, 5, 3600
LONGEST_WAIT = 15
SQLITE_CACHE = 8_000  # kB
GARBAGE = 50_000  # things made before Python looks which of them are gone


class Worker:
    def __init__(self, parent=None):
        self.parent, self.is_told_to_stop = parent, False
        self.name = this_worker()
        self.fan_out = FanOut(self.name)
        self.postman = Postman(self.name, stopping=self.is_stopping)
        self.done_at, self.watch, self.errands = {}, Watch(), None

    def stop(self, *_signal):
        self.is_told_to_stop = True

    def is_stopping(self):
        """True after a signal, or once the parent that started it is gone."""
        return self.is_told_to_stop or (self.parent and os.getppid() != self.parent)

    def run_until_signal(self):
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.stop)
        self.run()

    def run(self):
        """Until stopped. Neither the mail server nor the database going away ends it."""
        settle_in()
        wait = POLL
        while not self.is_stopping():
            try:
                self.begin_errands()
                busy = self.step()
                wait = POLL
            except RelayDown as error:
                logger.warning("No mail server: %s", error)
                busy, wait = False, min(wait * 2, LONGEST_WAIT)
            except (OperationalError, InterfaceError) as error:
                logger.warning("No database: %s", str(error).splitlines()[:1])
                connection.close()
                busy, self.watch = False, Watch()  # what comes back may be an older copy
            except Exception:  # whatever it is, mail that can go out must go out
                logger.exception("This round failed; the next one follows.")
                busy = False
            if not busy:
                self.sleep(wait)
        self.postman.close()

    def begin_errands(self):
        """Not before it is known that this is no restored copy, which may tell nobody anything."""
        if self.errands is None:
            self.watch.look()
            self.errands = start_errands(stopping=self.is_stopping)

    def run_once(self):
        """Until nothing is due."""
        try:
            while (self.step() or run_errands()) and not self.is_stopping():
                pass
        finally:
            self.postman.close()

    def step(self):
        self.tidy()
        looks = self.is_time_to(collect, LOOK_EVERY)
        found = self.look() if looks else 0
        sent = self.postman.send_queued()
        return found + sent if looks or sent else self.look()

    def tidy(self):
        """What is done every so often, whether there is mail or not."""
        self.watch.look()
        if self.is_time_to(recover, RECOVER_EVERY):
            recover(self.name, self.postman.in_hand, self.postman.ahead.batch)
        if self.is_time_to(start_making, PDF_EVERY):
            start_making()
        if self.is_time_to(clean, CLEAN_EVERY):
            clean()

    def look(self):
        """Find what people should be told of, and queue it."""
        return collect() + self.fan_out.go_on()

    def is_time_to(self, deed, seconds):
        now = time.monotonic()
        if now - self.done_at.get(deed, float("-inf")) < seconds:
            return False
        self.done_at[deed] = now
        return True

    def sleep(self, seconds):
        until = time.monotonic() + seconds
        while not self.is_stopping() and time.monotonic() < until:
            time.sleep(0.1)


def settle_in():
    """Load what the first mail would wait for, and look less for garbage.

    What is here now stays, and a batch makes thousands of things and no circles of them:
    looking through them again and again takes a sixth of the time.
    """
    reverse("alerts:stop", args=["token"])  # the addresses of all pages, and what they import
    stay_small(connection)
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 100)


def stay_small(connection):
    """A worker goes through all of SQLite's file in time; what it reads of it must not stay."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size = 0")
            cursor.execute(f"PRAGMA cache_size = -{SQLITE_CACHE}")

"""Queued rows to the mail server: claim, look again, hand over, write down what it said."""

import ipaddress
import logging
import time
from collections import deque

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from alerts.models import Delivery, Letter
from alerts.pausing import is_paused, pause_sending

from . import readying
from .ahead import Ahead
from .claims import claim, give_back, is_any_due
from .journal import Journal
from .pacing import RELAY, put_off_what_is_over, return_unused, take
from .recall import CALLED_BACK, Recall
from .settling import all_sent, settle
from .smtp import Answer, Lines, Start, Verdict

logger = logging.getLogger(__name__)
BATCH = 1200
FIRST_BATCH, LEAST_BATCH = 50, 8
BATCH_SECONDS = 0.3  # then what is more urgent gets its turn
SLACK = 0.05
REFUSALS_IN_A_ROW = 5  # of us, not of a recipient: then sending pauses
DATABASE_AWAY = 30  # seconds to try again before the worker is told
NOT_ALLOWED = "Not sent: outside production only addresses in MAIL_ALLOW get mail."


class Postman:
    """One worker's hands: its connections, and the rows it holds."""

    def __init__(self, worker, stopping=lambda: False):
        self.worker, self.stopping = worker, stopping
        self.journal, self.desk, self.recall = Journal(worker), readying.Desk(), Recall()
        self.lines = Lines(
            settings.MAIL_CONNECTIONS,
            begun=self.journal.begun,
            settle=self.answered,
            rest=self.journal.catch_up,
        )
        self.results = []  # answers that are not written down yet
        self.ahead = Ahead(worker, self.journal)
        self.size, self.turn, self.interval = FIRST_BATCH, BATCH_SECONDS, 0.0
        self.next_start = self.last_start = 0.0
        self.admitted = None  # the job whose turn it is, by the rate of the relay
        self.refused, self.has_given_up = 0, False

    @property
    def in_hand(self):
        """Jobs that only this process knows the state of."""
        return self.lines.in_hand + [job for job, _answer in self.results]

    def send_queued(self):
        """One batch of letters, then one of deliveries; how many rows were dealt with."""
        self.lines.look()
        if not self.ahead.batch:
            self.write_down()
        dealt = self.send(Letter, readying.letters)
        if is_paused():
            self.put_back_ahead()
        else:
            if self.has_given_up:  # and somebody resumed since
                self.has_given_up, self.refused = False, 0
            dealt += self.send(Delivery, self.desk.deliveries)
        return dealt + len(self.lines.in_hand)

    def send(self, model, make_ready):
        """One batch; rows wait better in the queue than with a worker that has no mail server."""
        batch = self.ahead.taken() if model is Delivery else None
        if not (batch or is_any_due(model)) or not self.lines.connect():
            return 0
        number = self.keep_pace()
        if not batch and number:
            batch = claim(model, self.worker, number)
        began, work, sent = time.monotonic(), [], 0
        if batch:
            work = self.make_ready(make_ready, batch)
            sent = self.hand_over(self.allowed(self.decided(work)), batch)
        if settings.MAIL_RATE:
            return_unused(RELAY, settings.MAIL_RATE, number - sent)
        elif batch and len(work) == batch.number:
            # Making them ready counts: digests, each in words of its own, take long.
            self.fit_batch(sent, time.monotonic() - began)
        return len(work)

    def make_ready(self, make_ready, batch):
        rows = batch.rows()
        if batch.model is Delivery:
            put_off_what_is_over(self.worker, rows)
        work = make_ready(rows)
        for job, _answer in work:
            job.until = batch.until
        return work

    def keep_pace(self):
        """How many messages may go in this turn, and from when on."""
        number, wait = min(self.size, BATCH), 0.0
        self.interval = 1 / settings.MAIL_RATE if settings.MAIL_RATE else 0.0
        if settings.MAIL_RATE:
            number, wait = take(RELAY, settings.MAIL_RATE, BATCH)
        self.next_start = time.monotonic() + wait
        self.turn = max(BATCH_SECONDS, wait + number * self.interval + SLACK)
        return number

    def decided(self, work):
        """What is left to send; the rest has its answer already."""
        self.results += [(job, answer) for job, answer in work if answer]
        return [job for job, answer in work if not answer]

    def allowed(self, jobs):
        """Those that may go to this relay at all."""
        if everybody_is_allowed():
            return jobs
        refused = [job for job in jobs if not allowed(job.recipient.decode())]
        self.results += [(job, Answer(Verdict.SKIPPED, NOT_ALLOWED)) for job in refused]
        return [job for job in jobs if job not in refused]

    def hand_over(self, jobs, batch):
        """Send what can be sent in one turn and give back the rest; how many were sent."""
        waiting = deque(jobs)
        self.last_start = min(time.monotonic() + self.turn, batch.last_start)
        try:
            self.carry(waiting, batch)
            return len(jobs) - len(waiting)
        finally:
            if waiting or not self.ahead.batch:
                self.put_back_ahead()
            if waiting:
                give_back(batch.model, [job.pk for job in waiting], self.worker)

    def carry(self, waiting, batch):
        """If the mail server is fast, the database is busy with the next batch meanwhile."""
        full = batch.model is Delivery and waiting and batch.number == BATCH
        if not full or settings.MAIL_RATE or self.stopping() or not self.ahead.is_possible:
            self.lines.carry(waiting, self.may_start)
            return
        if not all_sent(self.results):
            self.write_down()
        former = len(self.results)
        with self.ahead.claimed(batch.number, self.results):
            self.lines.carry(waiting, self.may_start)
        del self.results[:former]

    def put_back_ahead(self):
        """All that was answered is written down, and nothing is claimed ahead any more."""
        self.write_down()
        self.ahead.put_back()

    def fit_batch(self, number, seconds):
        """As many rows as this mail server takes in one turn."""
        fitting = int(number / seconds * BATCH_SECONDS) if number else 0
        self.size = max(LEAST_BATCH, min(BATCH, fitting))

    def may_start(self, job):
        """Account mail is tried even if the mail server refuses everything else."""
        now = time.monotonic()
        if job.alert and self.recall.holds(job.alert, now):
            self.results.append((job, Answer(Verdict.SKIPPED, CALLED_BACK)))
            return Start.DROPPED
        refused = self.refused >= REFUSALS_IN_A_ROW and job.model is Delivery
        if now > self.last_start or refused or self.stopping():
            return Start.NEVER
        if job is not self.admitted:
            if now < self.next_start:
                return Start.LATER
            self.admitted, self.next_start = job, self.next_start + self.interval
        return Start.NOW

    def answered(self, job, answer):
        """The mail server's word on one message."""
        self.journal.answered(job, answer)
        self.results.append((job, answer))
        if answer.verdict is Verdict.ACCEPTED:
            self.refused = 0
        elif answer.verdict is Verdict.SENDER:
            self.refused += 1

    def write_down(self):
        """Settle what was answered, even if the database goes away for a while."""
        began = time.monotonic()
        while self.results:
            try:
                settle(self.worker, self.results)
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block or time.monotonic() - began > DATABASE_AWAY:
                    raise
                logger.warning("The database is away; what was sent is written down later.")
                connection.close()
                time.sleep(0.5)
            else:
                self.results = []
        if not self.lines.in_hand:
            self.journal.empty()
        if self.refused >= REFUSALS_IN_A_ROW and not self.has_given_up:
            logger.error("The mail server refuses everything; sending is paused.")
            pause_sending()
            self.has_given_up = True

    def close(self):
        """Finish what is on its way, and say good-bye."""
        self.lines.finish()
        self.put_back_ahead()
        self.journal.close()


def allowed(address):
    """Outside production a real mail server gets mail for listed addresses only."""
    listed = [entry.lower() for entry in settings.MAIL_ALLOW]
    return everybody_is_allowed() or address.lower() in listed


def everybody_is_allowed():
    return settings.PRODUCTION or is_loopback(settings.MAIL_RELAY["host"])


def is_loopback(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

"""Queued rows to the mail server: claim, look again, hand over, write down what it said."""

import ipaddress
import logging
import random
import time
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from . import message, readying
from .claims import LEASE, claim, give_back
from .models import Delivery, Lane, Letter, State
from .models.digests import NO_REPLY
from .pausing import is_paused, pause_sending
from .recall import CALLED_BACK, Recall
from .relay import Answer, Relay, RelayDown, Verdict
from .returnpath import return_path
from .suppressing import note_refusal

logger = logging.getLogger(__name__)
BATCH = 50
LAST_START = 0.8  # of the lease: no message starts after that
LOST_AT_ONCE = 3  # tries without a wait when the connection breaks
REFUSALS_IN_A_ROW = 5  # of us, not of a recipient: then sending pauses
SENDER_TRIES = 3  # of one message that is refused for what it is
NOT_ALLOWED = "Not sent: outside production only addresses in MAIL_ALLOW get mail."


class Postman:
    """One worker's hands: a connection, and the rows it holds."""

    def __init__(self, worker, stopping=lambda: False):
        self.worker, self.stopping = worker, stopping
        self.relay, self.until, self.refused = Relay(), 0.0, 0
        self.recall = Recall()

    def send_queued(self):
        """One batch of letters, then one of deliveries; how many rows were dealt with."""
        return self.send_letters() + (0 if is_paused() else self.send_deliveries())

    def send_letters(self):
        keys = self.take(Letter)
        letters = Letter.objects.filter(pk__in=keys).order_by("due_at", "pk") if keys else []
        return self.hand_over([(row, row.address, readying.letter(row)) for row in letters])

    def send_deliveries(self):
        keys = self.take(Delivery)
        if not keys:
            return 0
        wanted, unwanted = readying.still_wanted(readying.claimed(keys))
        for row, words in unwanted:
            self.write(row, state=State.SKIPPED, settled_at=timezone.now(), reply=words)
        contents = readying.messages_of(wanted)
        jobs = [(row, row.user.email, contents[row.pk]) for row in wanted]
        return len(unwanted) + self.hand_over(jobs)

    def take(self, model):
        """Claim a batch, once there is a connection to hand it to."""
        self.until = time.monotonic() + LEASE.total_seconds()
        return claim(model, self.worker, BATCH, ready=self.relay.connect)

    def hand_over(self, jobs):
        last_start = self.until - LEASE.total_seconds() * (1 - LAST_START)
        for number, (row, address, content) in enumerate(jobs):
            if self.stopping() or time.monotonic() > last_start or self.refused_by_all(row):
                self.let_go(jobs[number:])
                return number
            try:
                answer = self.deliver(row, address, content)
            except RelayDown:
                self.let_go(jobs[number:])
                raise
            self.settle(row, answer)
        return len(jobs)

    def let_go(self, jobs):
        rows = [row for row, _address, _content in jobs]
        give_back(type(rows[0]), [row.pk for row in rows], self.worker)

    def deliver(self, row, address, content):
        if isinstance(content, Answer):  # settled before it could be sent
            return content
        if isinstance(row, Delivery) and self.recall.holds(row):
            return Answer(Verdict.SKIPPED, CALLED_BACK)
        if not allowed(address):
            return Answer(Verdict.SKIPPED, NOT_ALLOWED)
        recipient = message.ascii_address(address)
        return self.relay.send(return_path(row), recipient, content, self.until)

    def settle(self, row, answer):
        """Write down what became of it."""
        verdict, tries = answer.verdict, row.attempts + 1
        self.count_refusals(verdict)
        done = {"attempts": tries, "reply": answer.reply, "settled_at": timezone.now()}
        state = FINAL.get(verdict)
        if verdict is Verdict.UNSURE and is_digest(row):
            state, done["reply"] = State.FAILED, NO_REPLY
        if state is None:
            due_at = timezone.now() + waiting_time(verdict, tries)
            if due_at < row.ends_at and not (verdict is Verdict.SENDER and tries >= SENDER_TRIES):
                state, done = State.QUEUED, {**done, "settled_at": None, "due_at": due_at}
        self.write(row, state=state or State.FAILED, **done)
        if verdict is Verdict.NEVER and isinstance(row, Delivery):
            note_refusal(row, answer.reply)

    def count_refusals(self, verdict):
        if verdict is Verdict.ACCEPTED:
            self.refused = 0
        if verdict is Verdict.SENDER:
            self.refused += 1
        if self.refused == REFUSALS_IN_A_ROW:
            logger.error("The mail server refuses everything; sending is paused.")
            pause_sending()

    def refused_by_all(self, row):
        """True once sending was paused in this batch; account mail is tried all the same."""
        return self.refused >= REFUSALS_IN_A_ROW and isinstance(row, Delivery) and is_paused()

    def write(self, row, **values):
        """Store it, even if the database goes away for a while; a lost claim writes nothing."""
        if isinstance(row, Letter) and values["state"] != State.QUEUED:
            values |= {"text": "", "html": ""}
        mine = type(row).objects.filter(pk=row.pk, worker=self.worker, state=State.SENDING)
        while True:
            try:
                return mine.update(worker="", lease_until=None, **values)
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block or time.monotonic() > self.until:
                    raise
                logger.warning("The database is away; what was sent is written down later.")
                connection.close()
                time.sleep(0.5)


FINAL = {
    Verdict.ACCEPTED: State.SENT,
    Verdict.NEVER: State.FAILED,
    Verdict.SKIPPED: State.SKIPPED,
}


def is_digest(row):
    return isinstance(row, Delivery) and row.lane == Lane.DIGEST


def waiting_time(verdict, tries):
    """Longer each time, and never the same for all; none at first when a connection broke."""
    if verdict in (Verdict.LOST, Verdict.UNSURE) and tries <= LOST_AT_ONCE:
        return timedelta(0)
    longer = settings.MAIL_FIRST_WAIT * 2 ** min(tries - 1, 20)
    seconds = min(settings.MAIL_LONGEST_WAIT, longer)
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311


def allowed(address):
    """Outside production a real mail server gets mail for listed addresses only."""
    if settings.PRODUCTION or is_loopback(settings.MAIL_RELAY["host"]):
        return True
    return address.lower() in [entry.lower() for entry in settings.MAIL_ALLOW]


def is_loopback(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def oldest_due():
    """Since when the mail that waits longest should have gone; None if none does."""
    moments = [
        model.objects.filter(state=State.QUEUED, due_at__lte=timezone.now())
        .order_by("due_at")
        .values_list("due_at", flat=True)
        .first()
        for model in (Letter, Delivery)
    ]
    return min(filter(None, moments), default=None)

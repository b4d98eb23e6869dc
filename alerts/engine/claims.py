"""Who works on which row: claimed with a lease, given back, recovered from the dead."""

import os
import secrets
import socket
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from alerts.models import Delivery, Lane, Letter, State
from alerts.pausing import held_notices, not_held
from alerts.repeated import Repeated

LEASE = timedelta(seconds=60)
LAST_START = 0.8  # of the lease: no message starts after that
GRACE = timedelta(seconds=60)  # beyond the lease, for a worker of this host that is alive
NO_LANE = max(Lane) + 1
ORDER = {Letter: ["due_at", "pk"], Delivery: ["lane", "rank", "due_at", "pk"]}


class Batch(NamedTuple):
    """Rows that were claimed together, known by the moment at which their lease ends."""

    model: type[Letter] | type[Delivery]
    worker: str
    number: int  # as many as were asked for
    lease_until: datetime
    until: float  # the same, by time.monotonic

    @classmethod
    def of(cls, model, worker, number):
        lease_until, until = timezone.now() + LEASE, time.monotonic() + LEASE.total_seconds()
        return cls(model, worker, number, lease_until, until)

    @property
    def last_start(self):
        return self.until - LEASE.total_seconds() * (1 - LAST_START)

    def rows(self):
        """Those of them that are still held, in the order in which they go out."""
        rows = held_by(self.model, self.worker).filter(lease_until=self.lease_until)
        return rows.order_by(*ORDER[self.model])


def due(model):
    """Rows whose turn has come, but for those of an alert that a sender holds."""
    return not_held(its_turn(model)) if model is Delivery else its_turn(model)


def its_turn(model):
    return model.objects.filter(state=State.QUEUED, due_at__lte=timezone.now())


def is_any_due(model):
    """The same question, which costs next to nothing where the answer is no."""
    if not FIRST_DUE[model].rows():
        return False
    return model is Letter or not held_notices() or due(model).exists()


def first_lane_due():
    """The most urgent lane in which deliveries wait, be they held or not."""
    return next((lane for (lane,) in FIRST_DUE[Delivery].rows()), NO_LANE)


FIRST_DUE = {
    Letter: Repeated(lambda: its_turn(Letter).order_by().values_list("pk")[:1]),
    Delivery: Repeated(lambda: its_turn(Delivery).order_by("lane").values_list("lane")[:1]),
}


def claim(model, worker, number):
    """Take up to so many due rows, the most urgent first; nobody else gets them meanwhile.

    A `Batch`, or None if there were none. PostgreSQL locks row by row and skips what others
    hold; SQLite lets one writer in at a time (transactions begin IMMEDIATE).
    """
    batch = Batch.of(model, worker, number)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(*claiming(batch))
        return batch if cursor.rowcount else None


@transaction.atomic  # without it Django writes no locks
def claiming(batch):
    """(statement, values) that claims it."""
    rows = due(batch.model).order_by(*ORDER[batch.model]).select_for_update(skip_locked=True)
    keys, values = rows.values("pk")[: batch.number].query.sql_with_params()
    # An array is looked up once; a plain subquery may be again and again, and lock more.
    keys = f"= ANY(ARRAY({keys}))" if connection.vendor == "postgresql" else f"IN ({keys})"
    until = connection.ops.adapt_datetimefield_value(batch.lease_until)
    return (
        f"UPDATE {batch.model._meta.db_table}"  # noqa: S608
        f" SET state = %s, worker = %s, lease_until = %s WHERE id {keys}",
        [State.SENDING.value, batch.worker, until, *values],
    )


def held_by(model, worker):
    return model.objects.filter(state=State.SENDING, worker=worker)


def give_back(model, keys, worker):
    """Rows that were claimed and not begun."""
    return requeue(held_by(model, worker).filter(pk__in=keys))


def requeue(rows):
    return rows.update(state=State.QUEUED, worker="", lease_until=None)


def this_worker():
    """A new name, from which this host can tell whether the worker lives: host, process, start."""
    return f"{here()}:{os.getpid()}:{started(os.getpid())}:{secrets.token_hex(4)}"


def here():
    """This host, and the process numbers it counts by (a container has its own)."""
    try:
        space = os.readlink("/proc/self/ns/pid").strip("pid:[]")
    except OSError:
        space = "0"
    return f"{socket.gethostname()[:60]}/{space}"


def is_dead(name):
    """True only if it ran here and is gone; for other hosts the lease must run out."""
    _host, process, start, *_rest = [*name.split(":"), "", "", ""]
    return ran_here(name) and started(int(process)) != start


def lives_here(name):
    return ran_here(name) and not is_dead(name)


def ran_here(name):
    host, process, *_rest = [*name.split(":"), ""]
    return host == here() and process.isdigit()


def started(process):
    """When a process of this host began, in ticks; empty if there is none of that number."""
    try:
        facts = Path(f"/proc/{process}/stat").read_text()
        # A process that died and was not yet waited for sends nothing any more.
        values = facts.rpartition(")")[2].split()
        return "" if values[0] == "Z" else values[19]
    except OSError:
        return without_proc(process)


def without_proc(process):
    if Path("/proc/self").exists():
        return ""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return ""
    except OSError:
        pass
    return "alive"

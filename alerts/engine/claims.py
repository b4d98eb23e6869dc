"""Who works on which row: claimed with a lease, given back, recovered from the dead."""

import os
import secrets
import socket
from datetime import timedelta
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from alerts.models import Delivery, Letter, State
from alerts.pausing import held_notices, not_held
from alerts.repeated import Repeated

LEASE = timedelta(seconds=60)
GRACE = timedelta(seconds=60)  # beyond the lease, for a worker of this host that is alive
ORDER = {Letter: ["due_at", "pk"], Delivery: ["lane", "rank", "due_at", "pk"]}


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


FIRST_DUE = {
    model: Repeated(lambda model=model: its_turn(model).order_by().values_list("pk")[:1])
    for model in ORDER
}


def claim(model, worker, number):
    """Take up to so many due rows, the most urgent first; nobody else gets them meanwhile.

    They are known by the moment at which their lease ends, which is given back; None if there
    were none. PostgreSQL locks row by row and skips what others hold; SQLite lets one writer
    in at a time (transactions begin IMMEDIATE).
    """
    rows = due(model).order_by(*ORDER[model]).select_for_update(skip_locked=True)
    lease_until = timezone.now() + LEASE
    with transaction.atomic():
        keys, values = rows.values("pk")[:number].query.sql_with_params()
        with connection.cursor() as cursor:
            # An array is looked up once; a plain subquery may be again and again, and lock more.
            keys = f"= ANY(ARRAY({keys}))" if connection.vendor == "postgresql" else f"IN ({keys})"
            cursor.execute(
                f"UPDATE {model._meta.db_table} SET state = %s, worker = %s, lease_until = %s"  # noqa: S608
                f" WHERE id {keys}",
                [
                    State.SENDING.value,
                    worker,
                    connection.ops.adapt_datetimefield_value(lease_until),
                    *values,
                ],
            )
            return lease_until if cursor.rowcount else None


def claimed(model, worker, lease_until):
    """The rows of that claim that are still held, in the order in which they go out."""
    return held_by(model, worker).filter(lease_until=lease_until).order_by(*ORDER[model])


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

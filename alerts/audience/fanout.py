"""From a notice to one delivery a person, by the statement that counted the audience.

The people of a group are looked up once, into a table that only this connection sees, and are
queued from there a slice at a time: no transaction holds up other writers for long, the people
in danger are in the queue before the next group is looked up, and between two slices the
worker sends. The unique key (notice, person) is all that a restart needs: whoever goes on
begins with the first slice again and adds what is missing.
"""

import time
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from alerts.engine.claims import LEASE, is_dead, this_worker
from alerts.kinds import audience_of
from alerts.models import Delivery, Notice, NoticeKind, State

from .people import Hindrance

SLICE = 20_000  # people in one transaction
SORTING = {  # how the database is told what memory it may take to look a million people up
    "postgresql": ("SHOW work_mem", "SET work_mem", "64MB"),
    "sqlite": ("PRAGMA cache_size", "PRAGMA cache_size", "-4096"),  # less than nothing: kB
}
TURN = 0.3  # seconds after which the worker looks at other work
# Seconds until a notice whose people are not all known yet is looked at again: soon for what was
# sent by mistake, else later, and at most this part of the time goes into looking.
LOOK_AGAIN, LOOK_LATER, LOOKING = 0.5, 3, 0.05


def fan_out_all():
    """Fan out every notice that was not; how many deliveries are new."""
    return FanOut(this_worker()).finish()


class FanOut:
    """One worker's part of the queueing: the most urgent notice first."""

    def __init__(self, worker):
        self.worker = worker
        self.notice, self.slices, self.complete = None, iter(()), False
        self.began_at, self.pause = 0.0, LOOK_AGAIN
        self.put_off = {}  # notices to look at again, and when

    def go_on(self, seconds=TURN):
        """Queue people for about so long; how many steps that were, none if nobody waits."""
        until = time.monotonic() + seconds
        steps = 0
        while time.monotonic() < until and self.step() is not None:
            steps += 1
        return steps

    def finish(self):
        added = 0
        while (new := self.step()) is not None:
            added += new
        return added

    def step(self):
        """One slice, or the end of a notice: how many deliveries are new; None without work.

        Where something more urgent came in between, the notice at hand starts over later.
        """
        notice = take(self.worker, self.not_now())
        if notice is None:
            self.notice = None
            return None
        if notice != self.notice:
            self.begin(notice)
        self.notice = None  # whatever fails now, the notice starts over
        added = next(self.slices, None)
        if added is None:
            self.end(notice)
            return 0
        self.notice = notice
        return added

    def begin(self, key):
        notice = Notice.objects.get(pk=key)
        self.began_at, self.complete = time.monotonic(), is_complete(notice)
        self.pause = LOOK_AGAIN if notice.kind == NoticeKind.RETRACTION else LOOK_LATER
        self.slices = slices(notice, self.worker)

    def end(self, notice):
        if not self.complete:
            now = time.monotonic()
            self.put_off[notice] = now + max(self.pause, (now - self.began_at) / LOOKING)
        let_go(notice, self.worker, done=self.complete)

    def not_now(self):
        now = time.monotonic()
        self.put_off = {notice: at for notice, at in self.put_off.items() if at > now}
        return self.put_off.keys()


def is_complete(notice):
    """False while somebody may yet be reached by what this notice corrects or calls back.

    Whom the alert reaches after it was called back or updated counts too, so its people are
    looked for again until none is left. What waits is not sent any more once it is called back.
    """
    if notice.kind == NoticeKind.RETRACTION:
        return not is_on_its_way(notice.alert_id)
    first = notice.kind == NoticeKind.ALERT and notice.alert.refers_to
    if not first or notice.expires_at <= timezone.now():
        return True
    return not (is_on_its_way(first.pk) or (first.is_in_force and waits(first.pk)))


def is_on_its_way(alert):
    """True if a worker has mail of this alert in hand, or a digest that tells of it."""
    rows = Delivery.objects.filter(state=State.SENDING)
    told = mail_of(alert)
    return rows.filter(Q(notice__in=told) | Q(items__notice__in=told)).exists()


def waits(alert):
    """True if mail of this alert is still to go. A digest tells of its update, too."""
    told = mail_of(alert)
    queued = Delivery.objects.filter(notice__in=told, state=State.QUEUED)
    return told.filter(fanned_out_at=None).exists() or queued.exists()


def mail_of(alert):
    return Notice.objects.filter(alert=alert, kind=NoticeKind.ALERT)


def take(worker, without=()):
    """The key of the most urgent notice that no other worker is busy with, under our lease."""
    waiting = Notice.objects.filter(fanned_out_at=None).exclude(pk__in=without)
    if not waiting.exists():
        return None
    with transaction.atomic():
        rows = waiting.order_by("lane", "pk").select_for_update(skip_locked=True, no_key=True)
        rows = rows.values_list("pk", "worker", "lease_until")
        keys = (key for key, *holder in rows if is_free(worker, *holder))
        notice = next(keys, None)
        Notice.objects.filter(pk=notice).update(worker=worker, lease_until=timezone.now() + LEASE)
    return notice


def is_free(worker, holder, lease_until):
    expired = lease_until is None or lease_until < timezone.now()
    return holder in ("", worker) or expired or is_dead(holder)


def let_go(notice, worker, *, done):
    """Give the lease back, and say whether everybody is queued."""
    moment = timezone.now() if done else None
    held_by(worker, notice).update(fanned_out_at=moment, worker="", lease_until=None)


def held_by(worker, notice):
    return Notice.objects.filter(pk=notice, worker=worker, fanned_out_at=None)


def slices(notice, worker):
    """Queue the people of a notice, group after group; yields how many each slice added."""
    for group in audience_of(notice):
        statement = group.statement()
        if statement is None:
            continue
        look_up(*statement)
        for first, last in cut():
            yield queue(notice, group, first, last, worker)


def look_up(people, values):
    """Write down who these are, in the order of their keys."""
    chosen = (
        f"SELECT person, MIN(origin) AS origin FROM ({people}) AS people"  # noqa: S608 -- names
        f" WHERE hindrance = {Hindrance.NONE.value} GROUP BY person ORDER BY person"
    )
    with connection.cursor() as cursor, room_to_sort(cursor):
        cursor.execute("DROP TABLE IF EXISTS fan_out")
        if connection.vendor == "sqlite":  # the key is the table itself
            cursor.execute("CREATE TEMPORARY TABLE fan_out (person INTEGER PRIMARY KEY, origin)")
            cursor.execute(f"INSERT INTO fan_out {chosen}", values)
        else:  # only this form runs on several cores
            cursor.execute(f"CREATE TEMPORARY TABLE fan_out AS {chosen}", values)
            cursor.execute("CREATE UNIQUE INDEX fan_out_person ON fan_out (person)")


@contextmanager
def room_to_sort(cursor):
    """PostgreSQL gets more than its careful default, SQLite less than it may keep of pages."""
    ask, name, enough = SORTING[connection.vendor]
    cursor.execute(ask)
    (usual,) = cursor.fetchone()
    cursor.execute(f"{name} = '{enough}'")
    try:
        yield
    finally:
        cursor.execute(f"{name} = '{usual}'")


def cut():
    """The keys of the first and the last person of each slice."""
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT MIN(person), MAX(person) FROM (SELECT person FROM fan_out"
                " WHERE person > %s ORDER BY person LIMIT %s) AS slice",
                [last, SLICE],
            )
            first, last = cursor.fetchone()
        if first is None:
            return
        yield first, last


@transaction.atomic
def queue(notice, group, first, last, worker):
    """One slice of the people looked up; those that have a delivery keep the one they have."""
    if not held_by(worker, notice.pk).update(lease_until=timezone.now() + LEASE):
        return 0  # another worker took it over
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    columns = ["notice_id", "lane", "state", "due_at", "attempts", "worker", "reply"]
    columns += ["reason", "rank"]
    values = [notice.pk, notice.lane, State.QUEUED, now, 0, "", "", group.reason, group.rank]
    chosen = ["%s"] * len(values) + ["person"]
    columns.append("user_id")
    if group.origin:
        columns.append(f"{group.origin}_id")
        chosen.append("origin")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO alerts_delivery ({', '.join(columns)})"  # noqa: S608 -- names, no values
            f" SELECT {', '.join(chosen)} FROM fan_out WHERE person BETWEEN %s AND %s"
            " AND EXISTS (SELECT 1 FROM accounts_user WHERE accounts_user.id = person"
            " AND accounts_user.id BETWEEN %s AND %s)"  # two ranges that lie side by side
            f" ORDER BY person {but_once(notice, first, last)}",
            [*map(plain, values), first, last, first, last],
        )
        return cursor.rowcount


def but_once(notice, first, last):
    """Where somebody of the slice has a delivery, each person is asked about, which takes longer.

    Nobody else adds any meanwhile: the lease that was renewed above is locked until the end.
    """
    slice_of_it = Delivery.objects.filter(notice=notice, user_id__gte=first, user_id__lte=last)
    return "ON CONFLICT (notice_id, user_id) DO NOTHING" if slice_of_it.exists() else ""


def plain(value):
    """A choice as the bare value it stands for."""
    return getattr(value, "value", value)

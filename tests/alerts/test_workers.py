"""Several workers, killed workers, stopped workers: nobody is lost, nobody is told twice."""

import os
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from accounts.models import AuditEvent, User
from advisories.models import Role
from alerts.actions import follow, mute, publish_alert
from alerts.audience.fanout import fan_out_all
from alerts.engine.claims import claim, this_worker
from alerts.engine.delivery import Postman
from alerts.engine.recovery import job_of, recover
from alerts.engine.settling import settle
from alerts.engine.smtp import Answer, Verdict
from alerts.models import Delivery, Mute, Notice, State, Subscription
from alerts.notices import collect
from alerts.worker import SQLITE_CACHE, Worker, stay_small
from tests.factories import (
    make_alert,
    make_assignment,
    make_country,
    make_stop,
    make_user,
)
from web.errors import RefusedError

from .told import told

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def kazakhstan(transactional_db):
    return make_country("Kazakhstan")


def followers(number, country):
    people = User.objects.bulk_create(
        User(email=f"follower-{each}@example.org", email_confirmed_at=timezone.now())
        for each in range(number)
    )
    Subscription.objects.bulk_create(Subscription(user=user, country=country) for user in people)


def at_once(number, deed):
    """The same deed so many times at once, each with a connection of its own."""

    def alone(_number):
        try:
            return deed()
        except RefusedError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(alone, range(number)))


def database_url():
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    user, host, port = facts["USER"], facts["HOST"], facts["PORT"]
    return f"postgresql://{user}:{facts['PASSWORD']}@:{port}/{facts['NAME']}?host={host}"


def start_worker(mailbox, *arguments):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
        "VAR_DIR": str(settings.VAR_DIR),
        "PORTAL_ENV": "development",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "deliver", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment)


@pytest.mark.behavior("B2", "P2")
def test_b2_four_workers_hand_over_each_mail_once(kazakhstan, mailbox, monkeypatch):
    monkeypatch.setattr("alerts.engine.delivery.BATCH", 3)
    followers(40, kazakhstan)
    make_alert(kazakhstan)

    at_once(4, lambda: Worker().run_once())

    counts = Counter(mail.recipients[0] for mail in mailbox.messages)
    assert len(counts) == 40
    assert set(counts.values()) == {1}


@pytest.mark.behavior("A10")
def test_a10_two_workers_that_look_at_once_word_one_notice(kazakhstan):
    followers(5, kazakhstan)
    make_alert(kazakhstan)

    at_once(4, lambda: collect() + fan_out_all())

    assert Notice.objects.count() == 1
    assert Delivery.objects.count() == 5


@pytest.mark.behavior("P1", "P2")
def test_b3_killed_worker_loses_nobody_and_repeats_at_most_one_mail(kazakhstan, mailbox):
    followers(300, kazakhstan)
    make_alert(kazakhstan)
    mailbox.slow_down(0.005)
    mailbox.refuse("RCPT", "421 4.3.2 closing", times=3)
    mailbox.refuse("DATA", "421 4.3.2 closing", times=3)

    for number in (40, 110, 180):
        worker = start_worker(mailbox)
        mailbox.wait_for(number, timeout=60)
        worker.kill()
        worker.wait()
    mailbox.slow_down(0)
    # It does not wait for a lease to run out: what a worker of this host held is seen at once.
    assert start_worker(mailbox, "--once").wait(timeout=200) == 0

    ids = {}
    for mail in mailbox.messages:
        ids.setdefault(mail.recipients[0], []).append(mail["Message-ID"])
    assert len(ids) == 300
    assert sum(len(each) - 1 for each in ids.values()) <= 6  # two connections, three kills
    assert all(len(set(each)) == 1 for each in ids.values())
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


def test_stopped_worker_finishes_its_mail_and_gives_the_others_back(kazakhstan, mailbox):
    followers(25, kazakhstan)
    make_alert(kazakhstan)
    mailbox.slow_down(0.1)

    worker = start_worker(mailbox)
    mailbox.wait_for(3, timeout=60)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=10) == 0

    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert states[State.SENDING] == 0
    assert states[State.SENT] == mailbox.count()
    assert states[State.QUEUED] == 25 - mailbox.count()


@pytest.mark.behavior("P5")
def test_lease_of_a_worker_elsewhere_is_waited_for(kazakhstan):
    followers(3, kazakhstan)
    make_alert(kazakhstan)
    told()
    elsewhere = {"state": State.SENDING, "worker": "otherhost/1:7:123:ab"}
    Delivery.objects.update(lease_until=timezone.now() + timedelta(seconds=30), **elsewhere)

    assert recover(this_worker()) == 0
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert recover(this_worker()) == 3


def test_worker_that_lost_its_claim_writes_nothing(kazakhstan, mailbox):
    followers(1, kazakhstan)
    make_alert(kazakhstan)
    told()
    (row,) = claim(Delivery, "slow", 1).rows()
    job = job_of(row)
    Delivery.objects.update(worker="other")

    assert settle("slow", [(job, Answer(Verdict.ACCEPTED))]) == 0
    assert Delivery.objects.get().state == State.SENDING


def test_no_message_starts_when_the_lease_is_nearly_over(kazakhstan, mailbox, monkeypatch):
    monkeypatch.setattr("alerts.engine.claims.LEASE", timedelta(seconds=1))
    followers(30, kazakhstan)
    make_alert(kazakhstan)
    told()
    mailbox.slow_down(0.1)

    Postman(this_worker()).send_queued()

    assert 0 < mailbox.count() < 25
    assert Delivery.objects.filter(state=State.QUEUED).count() == 30 - mailbox.count()


@pytest.mark.behavior("B11")
def test_b11_worker_outlives_a_database_that_goes_away(kazakhstan, mailbox, monkeypatch):
    followers(10, kazakhstan)
    make_alert(kazakhstan)
    told()
    mailbox.slow_down(0.05)
    broken = []

    def settle_after_the_database_broke(worker, results):
        if not broken:
            broken.append(worker)
            cut_connection(monkeypatch)
        return settle(worker, results)

    monkeypatch.setattr("alerts.engine.delivery.settle", settle_after_the_database_broke)

    Worker().run_once()

    assert broken
    assert mailbox.count() == 10
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


def cut_connection(monkeypatch):
    """PostgreSQL ends this connection; on SQLite the next write finds no database."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (process,) = cursor.fetchone()
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [process])
        other.close()
        return
    from django.db import OperationalError
    from django.db.models import QuerySet

    update = QuerySet.update

    def fail_once(rows, **values):
        monkeypatch.setattr(QuerySet, "update", update)
        raise OperationalError("unable to open database file")

    monkeypatch.setattr(QuerySet, "update", fail_once)


@pytest.mark.behavior("P7")
def test_p7_alert_published_eight_times_at_once_is_sent_once(kazakhstan, mailbox):
    followers(2, kazakhstan)
    sender = make_user("sender")
    make_assignment(sender, Role.SENDER, country=kazakhstan)
    alert = make_alert(kazakhstan, sent=False)

    results = at_once(8, lambda: publish_alert(alert, by=sender))

    assert sum(not isinstance(result, RefusedError) for result in results) == 1
    assert AuditEvent.objects.filter(deed="publish_alert").count() == 1
    call_command("deliver", "--once")
    assert mailbox.count() == 2


def test_f3_equal_submits_at_once_make_one_row(kazakhstan):
    person = make_user("person")
    trip = make_stop(person, kazakhstan).trip

    at_once(4, lambda: follow(person, kazakhstan))
    at_once(4, lambda: mute(person, trip=trip))

    assert Subscription.objects.count() == 1
    assert Mute.objects.count() == 1


@pytest.mark.behavior("B3")
def test_crew_replaces_a_killed_worker_and_stops_together(kazakhstan, mailbox):
    followers(60, kazakhstan)
    make_alert(kazakhstan)
    mailbox.slow_down(0.05)

    crew = start_worker(mailbox, "--processes", "2")
    mailbox.wait_for(5, timeout=60)
    first = children_of(crew.pid)
    os.kill(first[0], signal.SIGKILL)
    mailbox.wait_for(40, timeout=60)
    second = children_of(crew.pid)
    crew.send_signal(signal.SIGTERM)

    assert crew.wait(timeout=20) == 0
    assert len(first) == len(second) == 2
    assert first[0] not in second
    assert not any(Path(f"/proc/{process}").exists() for process in second)
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert states[State.SENDING] == 0
    assert mailbox.count() - 2 <= states[State.SENT] <= mailbox.count()


def children_of(process):
    return [
        int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()
    ]


@pytest.mark.once
def test_worker_keeps_little_of_a_large_file(kazakhstan):
    own = connection.copy()
    with own.cursor() as cursor:
        stay_small(own)
        kept = [cursor.execute(f"PRAGMA {name}").fetchone() for name in ("mmap_size", "cache_size")]
    own.close()

    assert kept in ([(0,), (-SQLITE_CACHE,)], [None, (-SQLITE_CACHE,)])  # none: all in memory

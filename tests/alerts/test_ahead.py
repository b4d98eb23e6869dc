"""The next batch is claimed while one is sent, on PostgreSQL: nobody is lost, nobody told twice."""

import time
from collections import Counter

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from alerts.engine.claims import this_worker
from alerts.engine.delivery import Postman
from alerts.engine.journal import path_of
from alerts.engine.meanwhile import meanwhile
from alerts.engine.recovery import recover
from alerts.models import Delivery, Grade, Notice, State
from alerts.pausing import pause_sending
from tests.factories import make_alert, make_country, make_subscription, make_user

from .told import told

# SQLite works in the process itself: there is nothing to be had by doing two things at once.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
BATCH, EVERYBODY = 5, 12


@pytest.fixture(autouse=True)
def small_batches(transactional_db, monkeypatch, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr("alerts.engine.delivery.BATCH", BATCH)
    monkeypatch.setattr("alerts.engine.delivery.FIRST_BATCH", BATCH)


@pytest.fixture
def kazakhstan():
    country = make_country("Kazakhstan")
    for number in range(EVERYBODY):
        make_subscription(make_user(f"follower-{number}"), country)
    make_alert(country)
    told()
    return country


@pytest.fixture
def postman(kazakhstan, mailbox):
    """One that sent a batch and claimed the next."""
    postman = Postman(this_worker())
    postman.send_queued()
    assert postman.ahead.batch
    return postman


def states():
    return dict(Counter(Delivery.objects.values_list("state", flat=True)))


def finish(postman):
    while postman.send_queued():
        pass
    postman.close()


@pytest.mark.behavior("B1", "B2")
def test_batches_overlap_and_each_mail_is_sent_once(postman, mailbox):
    assert mailbox.count() == BATCH
    assert states() == {State.SENDING: 2 * BATCH, State.QUEUED: EVERYBODY - 2 * BATCH}

    assert postman.send_queued()
    assert states()[State.SENT] == BATCH  # the first batch, while the second went out

    finish(postman)
    assert states() == {State.SENT: EVERYBODY}
    assert mailbox.count() == len({mail.recipients[0] for mail in mailbox.messages}) == EVERYBODY
    assert not path_of(postman.worker).exists()


@pytest.mark.behavior("B3")
def test_killed_worker_leaves_word_of_the_batch_that_was_not_settled(kazakhstan, mailbox, dead):
    Postman(dead).send_queued()

    recover(this_worker())

    assert states() == {State.SENT: BATCH, State.QUEUED: EVERYBODY - BATCH}
    assert not Delivery.objects.filter(in_doubt=True).exists()


def test_what_is_claimed_ahead_is_in_hand(postman):
    assert recover(postman.worker, postman.in_hand, postman.ahead.batch) == 0
    postman.close()


def test_pause_puts_it_back(postman, mailbox):
    pause_sending()

    postman.send_queued()

    assert states() == {State.SENT: BATCH, State.QUEUED: EVERYBODY - BATCH}
    assert mailbox.count() == BATCH
    postman.close()


def test_mail_that_a_sender_holds_is_put_back(postman, mailbox):
    Notice.objects.update(paused_at=timezone.now())

    assert postman.send_queued() == 0
    postman.send_queued()

    assert states() == {State.SENT: BATCH, State.QUEUED: EVERYBODY - BATCH}
    assert mailbox.count() == BATCH
    postman.close()


@pytest.mark.behavior("B14")
def test_what_is_more_urgent_goes_before_it(postman, kazakhstan, mailbox):
    make_alert(kazakhstan, grade=Grade.EMERGENCY)
    told()

    postman.send_queued()

    later = [mail["Subject"] for mail in mailbox.messages[BATCH:]]
    assert len(later) == BATCH
    assert all("Emergency" in subject for subject in later)
    postman.close()


def test_worker_that_stops_puts_it_back(postman):
    postman.close()

    assert states() == {State.SENT: BATCH, State.QUEUED: EVERYBODY - BATCH}


@pytest.mark.behavior("B11")
def test_database_that_goes_away_meanwhile_loses_no_answer(postman, mailbox, monkeypatch):
    carry = postman.lines.carry

    def carry_while_the_database_breaks(*arguments):
        cut_connection()
        carry(*arguments)

    monkeypatch.setattr(postman.lines, "carry", carry_while_the_database_breaks)
    with pytest.raises(OperationalError):
        postman.send_queued()
    monkeypatch.undo()

    assert states()[State.SENT] == mailbox.count() == 2 * BATCH
    recover(postman.worker, postman.in_hand)
    finish(postman)
    assert states() == {State.SENT: EVERYBODY}
    assert mailbox.count() == EVERYBODY


def test_process_goes_on_while_the_database_works():
    with meanwhile(("SELECT pg_sleep(%s)", [0.2]), ("SELECT %s", [1])) as counts:
        began = time.monotonic()
    assert time.monotonic() - began > 0.1  # it waits at the end, and not before
    assert counts == [1, 1]


def cut_connection():
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    other.close()

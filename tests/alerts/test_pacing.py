"""Rates hold: of the relay, of a destination, of a lane (behavior B13)."""

import time
from datetime import timedelta

import pytest
from django.core.mail import send_mail
from django.utils import timezone

from alerts.engine import delivery
from alerts.engine.claims import this_worker
from alerts.engine.pacing import AHEAD, return_unused, take
from alerts.models import Delivery, Pace, State
from alerts.worker import Worker
from tests.factories import make_alert, make_subscription, make_user

from .told import told

pytestmark = [pytest.mark.django_db, pytest.mark.behavior("B13")]


def queue_for(country, *addresses):
    for address in addresses:
        make_subscription(make_user(email=address), country)
    make_alert(country)
    told()


def work_for(seconds):
    worker, until = Worker(), time.monotonic() + seconds
    while time.monotonic() < until:
        worker.step()
    worker.postman.close()


def test_limit_is_shared_and_never_used_far_ahead():
    first, wait = take("relay", 100, 500)
    assert (first, wait) == (50, 0)  # half a second's worth
    second, _wait = take("relay", 100, 500)

    assert second <= 5  # whatever passed since
    assert Pace.objects.get().free_at <= timezone.now() + AHEAD + timedelta(seconds=0.02)


def test_slow_limit_lets_one_through_and_then_none():
    assert take("relay", 0.5, 10)[0] == 1
    assert take("relay", 0.5, 10)[0] == 0


def test_what_was_not_used_is_returned():
    take("relay", 10, 5)
    return_unused("relay", 10, 4)

    assert take("relay", 10, 5)[0] >= 4


def test_limit_that_was_raised_holds_at_once():
    Pace.objects.create(name="relay", free_at=timezone.now() + timedelta(hours=1))

    take("relay", 100, 1)
    Pace.objects.update(free_at=timezone.now() + timedelta(seconds=0.3))
    assert take("relay", 100, 500)[0] > 0


def test_relay_gets_no_more_a_second_than_it_takes(kazakhstan, mailbox, settings):
    settings.MAIL_RATE = 10
    queue_for(kazakhstan, *[f"follower-{number}@example.org" for number in range(25)])

    began = time.monotonic()
    work_for(1.2)
    seconds = time.monotonic() - began

    assert 4 <= mailbox.count() <= 10 * (seconds + 0.6)
    assert Delivery.objects.filter(state=State.SENDING).count() == 0
    assert Delivery.objects.filter(state=State.SENT).count() == mailbox.count()


@pytest.mark.behavior("B14")
def test_account_mail_and_other_destinations_pass_what_is_put_off(kazakhstan, mailbox, settings):
    settings.MAIL_DOMAIN_RATE = 2
    slow = [f"follower-{number}@slow.example" for number in range(6)]
    queue_for(kazakhstan, *slow, "other@fast.example")
    send_mail("Code", "1234", None, ["reader@slow.example"])

    Worker().step()

    assert mailbox.count(to="other@fast.example") == mailbox.count(to="reader@slow.example") == 1
    assert mailbox.count() == 3
    waiting = Delivery.objects.filter(state=State.QUEUED)
    assert waiting.count() == 5
    assert waiting.filter(due_at__gt=timezone.now(), attempts=0, worker="").count() == 5


def test_lane_has_a_limit_of_its_own(kazakhstan, mailbox, settings):
    settings.MAIL_LANE_RATES = {"warning": 2.0}
    queue_for(kazakhstan, *[f"follower-{number}@example.org" for number in range(5)])

    Worker().step()

    assert mailbox.count() == 1


@pytest.mark.behavior("B14")
def test_batch_that_takes_long_to_word_is_smaller_next_time(kazakhstan, mailbox, monkeypatch):
    monkeypatch.setattr(delivery, "BATCH_SECONDS", 0.1)
    for number in range(60):
        make_subscription(make_user(f"follower {number}"), kazakhstan)
    make_alert(kazakhstan)
    told()
    postman = delivery.Postman(this_worker())
    usual, claimed = postman.size, []

    def slowly(rows):
        claimed.append(len(rows))
        time.sleep(0.01 * len(rows))
        return make_ready(rows)

    make_ready, postman.desk.deliveries = postman.desk.deliveries, slowly
    postman.send_queued()
    postman.send_queued()
    postman.close()

    first, second = claimed
    assert first == usual
    assert second <= 10

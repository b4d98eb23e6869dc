"""Queueing in slices: resumed after any end, shared by workers, the nearest people first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from alerts.audience import fanout
from alerts.audience.fanout import FanOut
from alerts.cleaning import clean
from alerts.engine.claims import here
from alerts.models import Delivery, Grade, Notice, Rank, Reason, Subscription
from alerts.notices import collect
from tests.factories import make_alert, make_stop, make_subscription, make_user
from tests.support.faults import Fault, failing_write

pytestmark = pytest.mark.django_db
FOLLOWERS = 7


@pytest.fixture
def small_slices(monkeypatch):
    monkeypatch.setattr(fanout, "SLICE", 3)


@pytest.fixture
def followers(kazakhstan):
    return [make_subscription(make_user(f"follower-{n}"), kazakhstan) for n in range(FOLLOWERS)]


@pytest.fixture
def notice(followers, kazakhstan, small_slices):
    make_alert(kazakhstan)
    collect()
    return Notice.objects.get()


def is_done(notice):
    notice.refresh_from_db()
    return notice.fanned_out_at is not None


@pytest.mark.behavior("A10")
def test_people_are_queued_slice_by_slice_and_each_once(notice, followers):
    worker = FanOut("one")

    assert [worker.step() for _step in range(5)] == [3, 3, 1, 0, None]
    assert Delivery.objects.count() == FOLLOWERS
    origins = Delivery.objects.values_list("user", "subscription")
    assert set(origins) == {(row.user_id, row.pk) for row in followers}
    assert is_done(notice)


@pytest.mark.behavior("A10", "P5")
def test_what_a_dead_worker_left_is_finished_at_once_on_the_same_host(notice):
    dead = FanOut(f"{here()}:999999999:1:ab")
    assert dead.step() == 3

    assert FanOut("other").finish() == FOLLOWERS - 3
    assert Delivery.objects.count() == FOLLOWERS
    assert is_done(notice)


@pytest.mark.behavior("A10")
def test_what_a_worker_elsewhere_has_begun_waits_for_its_lease(notice):
    elsewhere = FanOut("otherhost/1:7:1:ab")
    assert elsewhere.step() == 3
    other = FanOut("other")

    assert other.step() is None
    Notice.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert other.finish() == FOLLOWERS - 3
    # The first one wakes up again, and does no harm.
    assert elsewhere.finish() == 0
    assert Delivery.objects.count() == FOLLOWERS


@pytest.mark.behavior("A10")
def test_worker_that_lost_its_lease_in_between_does_not_end_the_notice(notice):
    slow = FanOut("otherhost/1:7:1:ab")
    slow.step()
    Notice.objects.update(worker="faster")

    assert slow.step() is None
    assert fanout.queue(notice, None, 1, 2, slow.worker) == 0
    fanout.let_go(notice.pk, slow.worker, done=True)
    assert not is_done(notice)


@pytest.mark.django_db(transaction=True)
@pytest.mark.behavior("A10")
def test_a_write_that_fails_at_any_point_leaves_nobody_out(transactional_db, notice):
    worker = FanOut("one")
    number = 1
    while not is_done(notice):
        with failing_write(number) as fault:
            try:
                worker.finish()
            except Fault:
                number += 1
        assert number < 60
    assert number > 5
    assert fault.seen
    assert Delivery.objects.count() == FOLLOWERS


def test_an_emergency_goes_before_what_is_half_queued(notice, kazakhstan):
    worker = FanOut("one")
    assert worker.step() == 3
    make_alert(kazakhstan, grade=Grade.EMERGENCY)
    collect()
    emergency = Notice.objects.latest("pk")

    while not is_done(emergency):
        worker.step()

    assert not is_done(notice)
    assert worker.finish() == FOLLOWERS - 3
    assert Delivery.objects.count() == 2 * FOLLOWERS


@pytest.mark.behavior("A14")
def test_people_there_can_be_mailed_before_the_others_are_queued(notice, kazakhstan):
    traveler = make_user("traveler")
    make_stop(traveler, kazakhstan)

    FanOut("one").step()

    row = Delivery.objects.get()
    assert (row.user, row.rank, row.reason) == (traveler, Rank.THERE_NOW, Reason.TRIP)


def test_a_turn_ends_after_its_time(notice):
    worker = FanOut("one")

    assert worker.go_on(seconds=0) == 0
    assert worker.go_on(seconds=30) == 4
    assert worker.go_on(seconds=30) == 0


def test_nobody_hears_leaves_nothing_to_do(kazakhstan):
    make_alert(kazakhstan)
    collect()

    assert FanOut("one").finish() == 0
    assert is_done(Notice.objects.get())
    assert not Subscription.objects.exists()


def test_person_erased_between_look_up_and_queueing_gets_no_row(notice, followers):
    worker = FanOut("one")
    worker.step()
    erased = followers[-1].user
    erased.delete()

    assert worker.finish() == FOLLOWERS - 4
    assert not Delivery.objects.filter(user_id=erased.pk).exists()


def test_row_that_outlived_its_person_is_cleaned_away(notice, followers):
    FanOut("one").finish()
    person = followers[0].user
    with connection.cursor() as cursor:  # as if both had happened in one moment
        cursor.execute(
            "UPDATE alerts_delivery SET user_id = 999999 WHERE user_id = %s", [person.pk]
        )

    clean()

    assert Delivery.objects.count() == FOLLOWERS - 1


def test_memory_of_the_look_up_is_given_back_whatever_happens(notice):
    ask = fanout.SORTING[connection.vendor][0]

    def memory():
        with connection.cursor() as cursor:
            cursor.execute(ask)
            return cursor.fetchone()

    usual, during = memory(), []
    with pytest.raises(Fault), connection.cursor() as cursor, fanout.room_to_sort(cursor):
        during.append(memory())
        raise Fault
    FanOut("one").finish()

    assert during != [usual]
    assert memory() == usual

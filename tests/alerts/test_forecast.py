"""When a send will be over, said before it begins."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from alerts.audience.forecast import (
    ENOUGH,
    USUAL,
    Rate,
    expected_rate,
    forecast,
    measured_rate,
    of_count,
    of_rest,
)
from alerts.audience.groups import of_alert
from alerts.audience.people import count
from alerts.models import Delivery, Lane, Notice, Rank, Reason, State
from tests.factories import make_alert, make_stop, make_subscription, make_user

from .told import told

pytestmark = pytest.mark.django_db
TEN = Rate(10.0, measured=True)


@pytest.fixture(autouse=True)
def _one_moment():
    with time_machine.travel(timezone.now(), tick=False):
        yield


def queued(number, lane, rank=Rank.SUBSCRIBER, **fields):
    """Deliveries of a new notice of that lane."""
    notice = Notice.objects.create(
        kind="alert", alert=make_alert(), lane=lane, expires_at=timezone.now(), subject="x"
    )
    people = [make_user(f"person-{notice.pk}-{each}") for each in range(number)]
    Delivery.objects.bulk_create(
        Delivery(
            notice=notice, user=user, lane=lane, rank=rank, reason=Reason.SUBSCRIBED,
            **{name: value(each) if callable(value) else value for name, value in fields.items()},
        )
        for each, user in enumerate(people)
    )  # fmt: skip
    return notice


def seconds(moment):
    return (moment - timezone.now()).total_seconds()


def test_the_nearest_are_reached_first_and_the_end_is_theirs_and_the_others():
    told = forecast({Rank.SUBSCRIBER: 118_000, Rank.THERE_NOW: 2_000}, Lane.WARNING, rate=TEN)

    assert [(part.rank, seconds(part.ends_at)) for part in told.parts] == [
        (Rank.THERE_NOW, 200),
        (Rank.SUBSCRIBER, 12_000),
    ]
    assert seconds(told.ends_at) == 12_000


def test_only_what_goes_out_before_is_waited_for():
    queued(2, Lane.EMERGENCY)
    queued(3, Lane.WARNING, Rank.THERE_NOW)
    queued(4, Lane.WARNING, Rank.SUBSCRIBER)
    queued(5, Lane.DIGEST)
    queued(6, Lane.EMERGENCY, due_at=timezone.now() + timedelta(hours=1))
    queued(7, Lane.EMERGENCY, state=State.SENT)

    told = forecast({Rank.THERE_NOW: 10, Rank.SUBSCRIBER: 10}, Lane.WARNING, rate=TEN)

    assert told.ahead == 5
    assert [seconds(part.ends_at) for part in told.parts] == [1.5, 2.9]


def test_the_rate_is_what_the_last_send_of_some_size_took():
    start = timezone.now()
    queued(
        ENOUGH, Lane.NOTICE, state=State.SENT,
        settled_at=lambda number: start + timedelta(seconds=number / 4),
    )  # fmt: skip
    queued(3, Lane.NOTICE, state=State.SENT, settled_at=start)

    assert measured_rate() == Rate(4.0, measured=True)


def test_a_batch_that_was_written_down_in_one_moment_is_no_faster():
    start = timezone.now()
    queued(
        ENOUGH, Lane.NOTICE, state=State.SENT,
        settled_at=lambda number: start + timedelta(seconds=10 * (number // (ENOUGH // 4))),
    )  # fmt: skip

    assert measured_rate() == Rate(ENOUGH / 4 / 10, measured=True)


def test_without_a_send_the_usual_rate_is_assumed_and_said_so():
    assert measured_rate() == Rate(USUAL, measured=False)
    assert not forecast({Rank.MEMBER: 5}, Lane.NOTICE).rate.measured


def test_nobody_is_reached_at_once():
    assert seconds(forecast({}, Lane.WARNING, rate=TEN).ends_at) == 0


def test_an_audience_is_forecast_with_each_person_once(kazakhstan):
    both = make_user("both")
    make_stop(both, kazakhstan)
    make_subscription(both, kazakhstan)
    make_subscription(make_user("follower"), kazakhstan)
    alert = make_alert(kazakhstan)

    said = of_count(count(of_alert(alert)), Lane.WARNING, rate=TEN)

    assert sum(part.people for part in said.parts) == 2
    assert seconds(said.ends_at) == 0.2


def test_what_is_left_of_a_send_is_not_its_own_delay(kazakhstan):
    for number in range(4):
        make_subscription(make_user(f"follower-{number}"), kazakhstan)
    make_alert(kazakhstan)
    told()
    Delivery.objects.filter(pk=Delivery.objects.first().pk).update(state=State.SENT)

    left = of_rest(Notice.objects.get(), rate=TEN)

    assert left.ahead == 0
    assert seconds(left.ends_at) == 0.3


def test_limits_that_are_set_hold_for_the_forecast(settings):
    settings.MAIL_RATE, settings.MAIL_LANE_RATES = 4.0, {"notice": 2.0}
    assert expected_rate(Lane.WARNING) == Rate(4.0, measured=False, limited=True)
    assert expected_rate(Lane.NOTICE) == Rate(2.0, measured=False, limited=True)
    settings.MAIL_RATE, settings.MAIL_LANE_RATES = 0, {}
    assert expected_rate(Lane.NOTICE) == Rate(USUAL, measured=False)

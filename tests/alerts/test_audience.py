"""Who hears of an alert (behaviors A1 to A7, A9, A10, A14, A15)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from advisories.models import Role, Tlp
from alerts.audience.fanout import fan_out_all
from alerts.audience.groups import of_alert
from alerts.audience.people import Hindrance, count
from alerts.models import Alert, AlertPlace, Delivery, Frequency, Grade, Rank, Suppression
from alerts.notices import collect
from tests.factories import (
    make_alert,
    make_area,
    make_assignment,
    make_council,
    make_edition,
    make_member,
    make_mute,
    make_report,
    make_stop,
    make_subscription,
    make_trip,
    make_user,
)

from .told import names, told

pytestmark = pytest.mark.django_db


def days(number):
    return timezone.localdate() + timedelta(days=number)


@pytest.mark.behavior("A1")
def test_a1_country_alert_reaches_its_own_people_and_nobody_else(kazakhstan, uzbekistan, almaty):
    make_subscription(make_user("follower"), kazakhstan)
    make_subscription(make_user("everywhere"))
    make_subscription(make_user("elsewhere"), uzbekistan)
    make_subscription(make_user("post-follower"), almaty)
    make_member(make_council(country=kazakhstan), make_user("member"))
    make_member(make_council("Tashkent council", country=uzbekistan), make_user("other-member"))
    make_stop(make_user("traveler"), kazakhstan)
    make_stop(make_user("traveler-at-post"), almaty)
    make_stop(make_user("traveler-elsewhere"), uzbekistan)
    make_stop(make_user("too-early"), kazakhstan, starts_on=days(31), ends_on=days(40))
    make_stop(make_user("after-the-window"), kazakhstan, starts_on=days(12), ends_on=days(14))
    make_user("stranger")

    make_alert(kazakhstan, starts_on=days(0), ends_on=days(10))

    assert names(told()) == ["everywhere", "follower", "member", "traveler", "traveler-at-post"]


@pytest.mark.behavior("A2")
def test_a2_post_alert_reaches_that_post_and_who_has_the_whole_country(kazakhstan, almaty, astana):
    for name, place in [("here", almaty), ("there", astana), ("anywhere", kazakhstan)]:
        make_stop(make_user(f"stop-{name}"), place)
        make_subscription(make_user(f"follows-{name}"), place)
    for name, post in [("here", almaty), ("there", astana), ("anywhere", None)]:
        council = make_council(f"{name} council", country=kazakhstan, post=post, slug=name)
        make_member(council, make_user(f"member-{name}"))

    make_alert(almaty)

    assert names(told()) == [
        "follows-anywhere", "follows-here", "member-anywhere", "member-here",
        "stop-anywhere", "stop-here",
    ]  # fmt: skip


@pytest.mark.behavior("A2")
def test_area_alert_reaches_the_posts_that_cover_it(kazakhstan, almaty, astana):
    region = make_area(kazakhstan)
    almaty.areas.add(region)
    make_stop(make_user("here"), almaty)
    make_stop(make_user("there"), astana)
    make_stop(make_user("anywhere"), kazakhstan)

    make_alert(region)

    assert names(told()) == ["anywhere", "here"]


@pytest.mark.behavior("A3")
def test_a3_several_reasons_make_one_delivery_that_names_the_first(kazakhstan):
    person = make_user("person")
    make_subscription(person, kazakhstan)
    make_subscription(person)
    make_member(make_council(country=kazakhstan), person)
    trip = make_trip(person)
    make_stop(trip=trip, place=kazakhstan)
    make_stop(trip=trip, place=kazakhstan, starts_on=days(6), ends_on=days(9))

    make_alert(kazakhstan)
    told()

    delivery = Delivery.objects.get()
    assert (delivery.reason, delivery.trip, delivery.rank) == ("trip", trip, Rank.THERE_NOW)


@pytest.mark.behavior("A4")
def test_a4_lowest_grade_and_digest_are_respected(kazakhstan):
    make_subscription(make_user("all"), kazakhstan)
    make_subscription(make_user("grave"), kazakhstan, lowest_grade=Grade.EMERGENCY)
    make_subscription(make_user("daily"), kazakhstan, frequency=Frequency.DAILY)
    make_subscription(make_user("silent"), kazakhstan, frequency=Frequency.NEVER)
    make_subscription(make_user("paused", paused_until=days(3)), kazakhstan)
    make_subscription(make_user("resumed", paused_until=days(0)), kazakhstan)

    make_alert(kazakhstan, grade=Grade.WARNING)

    assert names(told()) == ["all", "resumed"]


@pytest.mark.behavior("A4")
def test_a4_emergency_reaches_who_is_there_despite_everything_but_a_mute_that_says_so(kazakhstan):
    council = make_council(country=kazakhstan)
    for name in ("paused", "muted", "muted-for-good"):
        person = make_user(f"traveler-{name}")
        trip = make_stop(person, kazakhstan).trip
        member = make_member(council, make_user(f"member-{name}"))
        if name == "paused":
            for user in (person, member.user):
                user.paused_until = days(9)
                user.save()
        else:
            for user, source in ((person, trip), (member.user, member.membership)):
                make_mute(user, source, emergencies=name == "muted-for-good")
    both = make_user("traveler-digest")
    make_stop(both, kazakhstan)
    make_subscription(both, kazakhstan, frequency=Frequency.DAILY, lowest_grade=Grade.EMERGENCY)
    soon = make_user("soon", paused_until=days(9))
    make_stop(soon, kazakhstan, starts_on=days(3), ends_on=days(5))

    warning = make_alert(kazakhstan, grade=Grade.WARNING)
    assert names(told()) == ["traveler-digest"]
    emergency = make_alert(kazakhstan, grade=Grade.EMERGENCY)
    told()

    assert Delivery.objects.filter(notice__alert=warning).count() == 1
    reached = Delivery.objects.filter(notice__alert=emergency).values_list("user__email", flat=True)
    assert names(reached) == [
        "member-muted", "member-paused", "traveler-digest", "traveler-muted", "traveler-paused",
    ]  # fmt: skip


@pytest.mark.behavior("A4")
def test_a4_emergency_reaches_who_is_there_before_its_window_opens(kazakhstan):
    make_stop(make_user("there"), kazakhstan, ends_on=days(1))

    make_alert(kazakhstan, grade=Grade.EMERGENCY, starts_on=days(2), ends_on=days(3))

    assert names(told()) == ["there"]


@pytest.mark.behavior("A5")
def test_a5_who_left_stopped_or_cannot_be_reached_hears_nothing(kazakhstan):
    council, now = make_council(country=kazakhstan), timezone.now()
    make_subscription(make_user("ended"), kazakhstan, ended_at=now)
    make_member(council, make_user("left"), left_at=now)
    suspended = make_member(council, make_user("suspended"), organization="Altai Mining")
    suspended.membership.suspended_at = now
    suspended.membership.save()
    expired = make_member(council, make_user("expired"), organization="Medeu Bank")
    expired.membership.expires_on = days(-1)
    expired.membership.save()
    make_stop(trip=make_trip(make_user("cancelled"), cancelled_at=now), place=kazakhstan)
    make_stop(trip=make_trip(make_user("unconfirmed-trip"), confirmed=False), place=kazakhstan)
    make_subscription(make_user("unconfirmed", confirmed=False), kazakhstan)
    make_subscription(make_user("inactive", is_active=False), kazakhstan)
    refused = make_user("refused")
    make_subscription(refused, kazakhstan)
    Suppression.objects.create(user=refused, address_hash="0" * 64, reason="no such mailbox")

    make_alert(kazakhstan, grade=Grade.EMERGENCY)

    assert told() == {}


@pytest.mark.behavior("A7")
@pytest.mark.parametrize(
    ("moment", "hears"),
    [
        (datetime(2026, 3, 9, 18, 59, tzinfo=UTC), False),  # 9 March 23:59 in Almaty
        (datetime(2026, 3, 9, 19, 1, tzinfo=UTC), True),  # 10 March 00:01
        (datetime(2026, 3, 12, 18, 59, tzinfo=UTC), True),  # 12 March 23:59
        (datetime(2026, 3, 12, 19, 1, tzinfo=UTC), False),  # 13 March 00:01
    ],
)
def test_a7_stop_counts_on_its_days_in_the_zone_of_its_place(kazakhstan, moment, hears):
    with time_machine.travel(moment, tick=False):
        traveler = make_user("traveler", paused_until=date(2027, 1, 1))
        make_stop(traveler, kazakhstan, starts_on=date(2026, 3, 10), ends_on=date(2026, 3, 12))
        # An emergency overrules the pause for those who are there, and for nobody else.
        make_alert(kazakhstan, grade=Grade.EMERGENCY, starts_on=date(2026, 3, 1))

        assert names(told()) == (["traveler"] if hears else [])


@pytest.mark.behavior("A7")
def test_a7_stop_that_is_over_hears_nothing_of_a_window_it_was_in(kazakhstan):
    make_stop(make_user("gone"), kazakhstan, starts_on=days(-9), ends_on=days(-3))
    make_stop(make_user("resident"), kazakhstan, starts_on=days(-900), ends_on=None)

    make_alert(kazakhstan, starts_on=days(-6), ends_on=days(6))

    assert names(told()) == ["resident"]


@pytest.mark.behavior("A9")
def test_a9_restricted_alert_is_told_only_to_who_may_read_it(kazakhstan):
    council = make_council(country=kazakhstan)
    other = make_council("Astana council", country=kazakhstan)
    make_member(council, make_user("member"))
    make_member(other, make_user("other-member"))
    make_stop(make_user("traveler"), kazakhstan)
    officer = make_user("officer")
    make_assignment(officer, Role.MEMBERSHIP_OFFICER, council=council)
    for person in (make_user("follower"), officer):
        make_subscription(person, kazakhstan)

    amber = make_alert(kazakhstan, tlp=Tlp.AMBER, council=council, grade=Grade.EMERGENCY)
    told()
    green = make_alert(kazakhstan, tlp=Tlp.GREEN)
    told()

    def reached(alert):
        return names(
            Delivery.objects.filter(notice__alert=alert).values_list("user__email", flat=True)
        )

    assert reached(amber) == ["member", "officer"]
    assert reached(green) == ["member", "officer", "other-member"]


@pytest.mark.behavior("A10")
def test_a10_matching_twice_leaves_one_set_of_rows(kazakhstan):
    make_subscription(make_user("follower"), kazakhstan)
    make_alert(kazakhstan)

    assert (collect(), fan_out_all()) == (1, 1)
    assert (collect(), fan_out_all()) == (0, 0)
    notice = Delivery.objects.get().notice
    notice.fanned_out_at = None  # as if a worker had died before it could say so
    notice.save()

    assert fan_out_all() == 0
    assert Delivery.objects.count() == 1


@pytest.mark.behavior("A12")
def test_a12_counted_audience_is_the_one_told(kazakhstan, almaty):
    council = make_council(country=kazakhstan)
    both = make_user("both")
    make_member(council, both)
    make_stop(both, almaty)
    make_stop(make_user("traveler"), almaty)
    make_subscription(both, kazakhstan)
    make_subscription(make_user("daily"), kazakhstan, frequency=Frequency.DAILY)
    make_subscription(make_user("grave"), almaty, lowest_grade=Grade.EMERGENCY)
    make_subscription(make_user("paused", paused_until=days(4)), almaty)
    make_subscription(make_user("unconfirmed", confirmed=False), almaty)
    alert = make_alert(almaty)

    counted = count(of_alert(alert))

    assert counted.total == 2
    assert [number for _group, number in counted.groups] == [2, 0, 1, 1]
    assert counted.twice == 2
    assert dict(counted.left_out) == {
        Hindrance.UNREACHABLE: 1,
        Hindrance.PAUSED: 1,
        Hindrance.DIGEST: 1,
        Hindrance.GRADE: 1,
    }
    assert len(told()) == counted.total


@pytest.mark.behavior("A14")
def test_a14_people_there_now_rank_first(kazakhstan):
    make_subscription(make_user("follower"), kazakhstan)
    make_member(make_council(country=kazakhstan), make_user("member"))
    make_stop(make_user("soon"), kazakhstan, starts_on=days(2), ends_on=days(4))
    make_stop(make_user("there"), kazakhstan)

    make_alert(kazakhstan)
    told()

    order = Delivery.objects.order_by("rank").values_list("user__email", flat=True)
    assert [email.partition("@")[0] for email in order] == ["there", "soon", "member", "follower"]


@pytest.mark.behavior("A15")
def test_a15_alert_that_lost_its_places_reaches_nobody(kazakhstan):
    make_subscription(make_user("everywhere"))
    make_stop(make_user("traveler"), kazakhstan)
    alert = make_alert(kazakhstan)
    with connection.cursor() as cursor:  # round every rule of ours
        cursor.execute(f"DELETE FROM {AlertPlace._meta.db_table}")

    assert count(of_alert(Alert.objects.get(pk=alert.pk))).total == 0
    assert told() == {}


@pytest.mark.behavior("A1")
def test_alert_for_everywhere_reaches_everybody_who_chose_anything(kazakhstan, uzbekistan):
    make_subscription(make_user("follower"), uzbekistan)
    make_stop(make_user("traveler"), kazakhstan)
    make_user("stranger")

    make_alert(everywhere=True)

    assert names(told()) == ["follower", "traveler"]


@pytest.mark.behavior("A13")
@pytest.mark.behavior("A13")
def test_update_goes_to_exactly_those_who_got_the_first_message(kazakhstan):
    follower, traveler = make_user("follower"), make_user("traveler")
    subscription = make_subscription(follower, kazakhstan)
    make_stop(traveler, kazakhstan)
    failed = make_user("failed")
    make_subscription(failed, kazakhstan)
    first = make_alert(kazakhstan)
    told()
    Delivery.objects.exclude(user=failed).update(state="sent")
    subscription.ended_at = timezone.now()
    subscription.save()
    make_subscription(make_user("newcomer"), kazakhstan)

    update = make_alert(kazakhstan, refers_to=first)
    told()

    reached = Delivery.objects.filter(notice__alert=update).values_list("user__email", flat=True)
    assert names(reached) == ["follower", "traveler"]


@pytest.mark.behavior("A8")
def test_section_is_told_of_an_edition_only_if_it_or_what_stands_under_it_changed(kazakhstan):
    for key in ("crime", "overall", "road"):
        make_subscription(make_user(key), kazakhstan, section_key=key)
    make_subscription(make_user("whole"), kazakhstan)
    report = make_report(kazakhstan)
    road = {"key": "road", "body": "<p>Bad.</p>"}
    make_edition(report, year=2025, sections=[{"key": "crime", "body": "<p>Old.</p>"}, road])
    new = make_edition(report, year=2026, sections=[{"key": "crime", "body": "<p>New.</p>"}, road])
    new.announced_at = new.published_at
    new.save()

    assert names(told()) == ["crime", "overall", "whole"]

    make_alert(kazakhstan)
    assert names(told()) == ["crime", "overall", "whole"]  # of alerts they hear nothing


def test_whoever_is_asked_about_is_found_by_key_however_many_follow(kazakhstan):
    """Nearly all subscriptions are to no section; looking by that would read every one of them."""
    person = make_subscription(make_user(), kazakhstan).user
    (*_others, followers) = of_alert(make_alert(kazakhstan))
    with CaptureQueriesContext(connection) as asked:
        assert followers.among({person.pk})

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[-1]['sql']}")
            plan = "\n".join(row[-1] for row in cursor.fetchall())
        assert "alerts_subscription USING INDEX alerts_subscription_user_id" in plan, plan

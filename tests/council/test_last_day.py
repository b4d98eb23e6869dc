"""A membership ends with its last day by the calendar of its council, everywhere it counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.time_zones import time_zone_choices
from advisories.models.tlp import seats_held_by
from alerts.audience.groups import of_alert
from alerts.audience.people import count
from alerts.models import SharedMailbox
from council import actions
from council.models import Council, Member, Membership
from council.own_rows import councils_called, todo_of
from tests.factories import (
    make_alert,
    make_council,
    make_meeting,
    make_member,
    make_rsvp,
    make_superuser,
    make_user,
)
from web.moments import DayThere, Moment

pytestmark = pytest.mark.django_db

LAST_DAY = date(2028, 3, 10)
MOMENT = timedelta(seconds=1)
# The midnight after that day, there.
MIDNIGHTS = {
    "Asia/Almaty": datetime(2028, 3, 10, 19, tzinfo=UTC),
    "America/Los_Angeles": datetime(2028, 3, 11, 8, tzinfo=UTC),
    "Pacific/Kiritimati": datetime(2028, 3, 10, 10, tzinfo=UTC),
    "Pacific/Pago_Pago": datetime(2028, 3, 11, 11, tzinfo=UTC),
    "UTC": datetime(2028, 3, 11, tzinfo=UTC),
}
at_each_midnight = pytest.mark.parametrize(("zone", "midnight"), MIDNIGHTS.items())


@pytest.fixture
def member_until():
    """Somebody whose organization belongs to the council of a zone until its last day."""

    def make(zone):
        member = make_member(make_council(time_zone=zone))
        Membership.objects.update(expires_on=LAST_DAY, started_at=datetime(2028, 1, 1, tzinfo=UTC))
        return member

    return make


def standing(user):
    """What each way of asking answers."""
    membership = Membership.objects.select_related("council").get()
    council = membership.council
    return [
        membership.is_active,
        Membership.objects.active().exists(),
        not Membership.objects.expired().exists(),
        Member.objects.active().filter(user=user).exists(),
        bool(seats_held_by(user=user.pk)),
        councils_called.first(slug=council.slug).size == 1,
        Council.objects.with_size().get().size == 1,
    ]


@at_each_midnight
def test_last_day_ends_at_midnight_of_the_council(member_until, zone, midnight):
    user = member_until(zone).user

    with time_machine.travel(midnight - MOMENT, tick=False):
        assert set(standing(user)) == {True}
    with time_machine.travel(midnight, tick=False):
        assert set(standing(user)) == {False}


@at_each_midnight
def test_pages_and_alerts_follow_the_same_clock(as_, member_until, zone, midnight):
    member = member_until(zone)
    council = member.membership.council
    home = reverse("council:council_home", args=[council.slug])
    alert = make_alert(council.country, starts_on=LAST_DAY)

    with time_machine.travel(midnight - MOMENT, tick=False):
        assert as_(member.user).get(home).status_code == 200
        assert count(of_alert(alert)).total == 1
    with time_machine.travel(midnight, tick=False):
        assert as_(member.user).get(home).status_code == 404
        assert count(of_alert(alert)).total == 0


@at_each_midnight
def test_a_seat_is_kept_until_that_midnight(member_until, zone, midnight):
    member = member_until(zone)
    meeting = make_meeting(member.membership.council, starts_at=midnight + timedelta(days=9))
    make_rsvp(meeting, member.user)

    with time_machine.travel(midnight - MOMENT, tick=False):
        actions.forget_old()
        assert meeting.rsvps.count() == 1
    with time_machine.travel(midnight, tick=False):
        actions.forget_old()
        assert meeting.rsvps.count() == 0


def test_officer_reads_when_the_last_day_ends(client):
    client.force_login(make_superuser())
    for page in ("add/", f"{make_member().membership_id}/change/"):
        text = client.get(f"/admin/council/membership/{page}").content.decode()
        assert "until midnight in the council" in text


@at_each_midnight
def test_an_action_is_overdue_from_that_midnight_on(zone, midnight):
    meeting = make_meeting(make_council(time_zone=zone), days=-30)
    action = meeting.actions.create(title="Ask about the gate", due_on=LAST_DAY)

    with time_machine.travel(midnight - MOMENT, tick=False):
        assert not action.is_overdue
    with time_machine.travel(midnight, tick=False):
        assert action.is_overdue
        [asked] = todo_of(council=meeting.council_id)
        assert asked.is_overdue


def test_a_shared_mailbox_stands_as_long(member_until):
    member = member_until("Asia/Almaty")
    SharedMailbox.objects.create(
        membership=member.membership, user=make_user("desk"), answered_by=member
    )
    midnight = MIDNIGHTS["Asia/Almaty"]

    with time_machine.travel(midnight - MOMENT, tick=False):
        assert SharedMailbox.objects.standing().exists()
    with time_machine.travel(midnight, tick=False):
        assert not SharedMailbox.objects.standing().exists()


def test_database_knows_the_day_in_every_zone_that_can_be_chosen():
    council, now = make_council(), Moment.present().now
    for zone, _name in time_zone_choices()[::10]:
        Council.objects.update(time_zone=zone)
        there = Council.objects.values_list(DayThere(now, "time_zone"), flat=True).get()
        council.time_zone = zone
        assert there == council.today, zone

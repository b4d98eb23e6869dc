"""Suspending, resuming, ending and leaving (H4)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from council import actions
from council.models import Membership
from tests.factories import make_council, make_meeting, make_member, make_rsvp, make_user


@pytest.fixture
def membership(member):
    return member.memberships.get().membership


def home(council):
    return reverse("council:council_home", args=[council.slug])


def test_suspension_closes_the_council_at_the_next_request(as_, council, member, membership):
    client = as_(member)
    assert client.get(home(council)).status_code == 200

    actions.suspend_membership(membership, by=None)

    assert client.get(home(council)).status_code == 404
    actions.resume_membership(membership, by=None)
    assert client.get(home(council)).status_code == 200


def test_suspension_closes_no_other_council(as_, member, membership):
    other = make_council("Astana council")
    make_member(other, member, organization="Tien Shan Logistics")

    actions.suspend_membership(membership, by=None)

    assert as_(member).get(home(other)).status_code == 200


def test_suspension_touches_no_other_organization(as_, council, chair, membership):
    actions.suspend_membership(membership, by=None)
    assert as_(chair).get(home(council)).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"expires_on": timezone.localdate() - timezone.timedelta(days=1)},
        {"ended_at": timezone.now()},
        {"started_at": timezone.now() + timezone.timedelta(days=1)},
    ],
)
def test_no_membership_in_force_no_pages(as_, council, member, membership, change):
    Membership.objects.filter(pk=membership.pk).update(**change)
    assert as_(member).get(home(council)).status_code == 404
    membership.refresh_from_db()
    assert not membership.is_active


def test_seats_of_suspended_people_go_to_those_who_wait(council, member, membership):
    meeting, waiting = make_meeting(council, capacity=1), make_member(council).user
    make_rsvp(meeting, member)
    make_rsvp(meeting, waiting, waiting=True)

    actions.suspend_membership(membership, by=None)

    rsvp = meeting.rsvps.get()
    assert (rsvp.user, rsvp.waiting) == (waiting, False)
    assert rsvp.moved_up_at is not None


def test_seats_of_an_expired_organization_go_to_those_who_wait(council, member, membership):
    meeting, waiting = make_meeting(council, capacity=1), make_member(council).user
    over = make_rsvp(make_meeting(council, days=-30), member)
    make_rsvp(meeting, member)
    make_rsvp(meeting, waiting, waiting=True)
    Membership.objects.filter(pk=membership.pk).update(
        expires_on=timezone.localdate() - timezone.timedelta(days=1)
    )

    actions.forget_old()

    rsvp = meeting.rsvps.get()
    assert (rsvp.user, rsvp.waiting) == (waiting, False)
    over.refresh_from_db()  # of a meeting gone by, the reply stays


def test_seats_are_kept_by_who_belongs_through_another_organization(council, member, membership):
    make_member(council, member, organization="Steppe Energy")
    rsvp = make_rsvp(make_meeting(council, capacity=1), member)
    Membership.objects.filter(pk=membership.pk).update(
        expires_on=timezone.localdate() - timezone.timedelta(days=1)
    )

    actions.forget_old()

    rsvp.refresh_from_db()


def test_suspending_twice_keeps_the_first_moment(membership):
    actions.suspend_membership(membership, by=None)
    first = membership.suspended_at
    actions.suspend_membership(membership, by=None)

    assert membership.suspended_at == first
    assert AuditEvent.objects.filter(deed="suspend_membership").count() == 1


def test_leaving_asks_first_then_closes_the_door(as_, council, member):
    row = member.memberships.get()
    url = reverse("council:member_leave", args=[row.pk])
    client = as_(member)
    assert client.get(url).status_code == 200
    assert client.get(home(council)).status_code == 200

    client.post(url)

    assert client.get(home(council)).status_code == 404
    assert client.get(url).status_code == 404


def test_nobody_takes_somebody_else_out(as_, member, chair):
    url = reverse("council:member_leave", args=[member.memberships.get().pk])
    assert as_(chair).post(url).status_code == 404


def test_who_left_can_be_added_again(member, membership):
    row = member.memberships.get()
    actions.leave_council(row, by=member)

    actions.add_person(membership, member.email.upper(), by=None)

    row.refresh_from_db()
    assert row.left_at is None


def test_a_deactivated_person_sees_nothing(as_, council):
    person = make_member(council, make_user("leaver", is_active=False)).user
    assert as_(person).get(home(council)).status_code == 404

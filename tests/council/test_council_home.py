"""The council's pages for its members (H9)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from advisories.models import Role
from council.models import ActionItem, MemberRole
from tests.factories import (
    make_assignment,
    make_chair,
    make_meeting,
    make_member,
    make_rsvp,
    make_staff,
    make_superuser,
    make_user,
)

pytestmark = pytest.mark.page


def url_of(council, page="council_home"):
    return reverse(f"council:{page}", args=[council.slug])


@pytest.fixture
def home(as_, council, member):
    return lambda: as_(member).get(url_of(council)).content.decode()


def test_home_shows_next_meeting_and_that_i_have_not_answered(home, council):
    make_meeting(council, days=60, title="Autumn meeting")
    tomorrow = timezone.localdate() + timedelta(days=1)  # where it is, today may be over
    make_meeting(council, days=20, title="Spring meeting", reply_by=tomorrow)
    page = home()
    assert "Spring meeting" in page
    assert "Autumn meeting" not in page
    assert "Reply by" in page


def test_home_shows_my_answer(home, council, member):
    make_rsvp(make_meeting(council), member)
    assert "You answered: Yes, in person" in home()


def test_drafts_are_not_the_next_meeting(home, council):
    make_meeting(council, announced=False, title="Secret plan")
    assert "Secret plan" not in home()
    assert "No meeting is planned" in home()


def test_a_cancelled_meeting_makes_room_for_the_one_that_takes_place(home, council):
    make_meeting(council, days=5, title="Called off", cancelled_at=timezone.now())
    make_meeting(council, days=9, title="Takes place")
    assert "Takes place" in home()


def test_open_actions_with_the_overdue_ones_marked(home, council):
    meeting = make_meeting(council, days=-30)
    yesterday = timezone.localdate() - timedelta(days=1)
    ActionItem.objects.create(meeting=meeting, title="List drivers", who="Steppe", due_on=yesterday)
    ActionItem.objects.create(meeting=meeting, title="Done before", done_at=timezone.now())
    page = home()
    assert "List drivers" in page
    assert "Overdue" in page
    assert "Done before" not in page


def test_actions_of_a_draft_are_for_who_convenes(home, as_, council):
    draft = make_meeting(council, announced=False)
    ActionItem.objects.create(meeting=draft, title="Ask for a room")
    chair, officer = make_chair(council).user, make_staff("officer")
    make_assignment(officer, Role.MEMBERSHIP_OFFICER, council=council)

    assert "Ask for a room" not in home()
    for convener in (chair, officer):
        assert "Ask for a room" in as_(convener).get(url_of(council)).content.decode()


def test_membership_and_colleagues(home, council, member):
    make_member(council, make_user("colleague"), organization="Tien Shan Logistics")
    left = make_member(council, make_user("leaver"), organization="Tien Shan Logistics")
    left.left_at = timezone.now()
    left.save()
    assert "You and 1 colleague can sign in." in home()


def test_the_steering_group_is_organizations_by_rank(home, council):
    make_member(council, organization="Clerks", role=MemberRole.SECRETARY)
    make_chair(council, organization="Chairs", user=make_user("Name of the chair"))
    page = home()
    assert page.index("Chairs") < page.index("Clerks")
    assert "Name of the chair" not in page


@pytest.mark.parametrize("page", ["council_home", "meeting_list", "member_list"])
def test_who_does_not_belong_gets_the_404_of_what_does_not_exist(client, council, stranger, page):
    url = url_of(council, page)
    missing = url.replace(council.slug, "nowhere")
    for user in (None, stranger):
        if user:
            client.force_login(user)
        hidden, absent = client.get(url), client.get(missing)
        assert hidden.status_code == absent.status_code == 404
        assert hidden.content == absent.content


def test_members_see_counts_and_no_names(as_, council, member):
    make_member(council, make_user("Somebody"), organization="Altai Mining")
    page = as_(member).get(url_of(council, "member_list")).content.decode()
    assert "Fewer than 5" in page
    assert "Somebody" not in page
    assert "somebody@example.org" not in page
    assert "Altai Mining" not in page


@pytest.mark.parametrize("who", ["chair", "officer"])
def test_chair_and_officer_see_names(as_, council, member, who, request):
    user = request.getfixturevalue(who)
    assert "member@example.org" in as_(user).get(url_of(council, "member_list")).content.decode()


def test_a_superuser_needs_an_assignment_to_read_what_is_amber(as_, council):
    operator = make_superuser()
    assert as_(operator).get(url_of(council)).status_code == 404
    make_assignment(operator, Role.AUDITOR, council=council)
    assert as_(operator).get(url_of(council)).status_code == 200


def test_an_officer_of_the_country_reads_no_council_from_inside(as_, council):
    staff = make_staff("country officer")
    make_assignment(staff, Role.MEMBERSHIP_OFFICER, country=council.country)
    assert as_(staff).get(url_of(council)).status_code == 404


def test_pages_are_private(as_, council, member):
    response = as_(member).get(url_of(council))
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("page", ["council_home", "meeting_list", "member_list"])
def test_pages_ask_as_much_for_three_as_for_one(as_, council, chair, page, query_count):
    def add(number):
        meeting = make_meeting(council, title=f"Meeting {number}")
        past = make_meeting(council, days=-20)
        ActionItem.objects.create(meeting=past, title=f"Action {number}")
        make_rsvp(meeting, make_member(council, organization=f"Organization {number}").user)

    client, url = as_(chair), url_of(council, page)
    add(1)
    client.get(url)
    one = query_count(lambda: client.get(url))
    add(2)
    add(3)

    assert query_count(lambda: client.get(url)) == one

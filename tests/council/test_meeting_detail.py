"""One meeting, as members see it (H5)."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from council.models import ActionItem, Meeting
from tests.factories import make_meeting, make_member, make_minutes, make_rsvp, make_user

pytestmark = pytest.mark.page

AGENDA = [("Welcome", "Chair", 10), ("Briefing", "Regional security office", 30)]


@pytest.fixture
def show(as_, member):
    return lambda meeting, user=member: as_(user).get(meeting.get_absolute_url()).content.decode()


def test_time_in_the_zone_of_the_place_and_in_utc(show, council):
    starts = datetime(2031, 4, 20, 22, 0, tzinfo=UTC)
    council.time_zone = "Asia/Kolkata"
    council.save()
    page = show(make_meeting(council, starts_at=starts))
    assert "Monday 21 April 2031, 03:30 to 05:30 in Kolkata (UTC+5:30)" in page
    assert "20 April 2031, 22:00 to 00:00" in page
    assert 'datetime="2031-04-20T22:00Z"' in page


def test_agenda_with_running_times_leaders_and_lengths(show, council):
    starts = datetime(2031, 4, 20, 9, 0, tzinfo=UTC)
    page = show(make_meeting(council, starts_at=starts, agenda=AGENDA))
    first, second = page.index("<td>14:00</td>"), page.index("<td>14:10</td>")
    assert first < page.index("Welcome") < second < page.index("Briefing")
    assert "30 min" in page


def test_before_it_the_reply_form_and_by_when_minutes_come(show, meeting):
    page = show(meeting)
    assert 'name="answer"' in page
    assert "Minutes are published here by" in page
    assert "72 hours" in page


def test_the_minutes_of_last_time_are_linked(show, council, meeting):
    last = make_meeting(council, days=-90, title="Autumn meeting")
    make_minutes(last)
    assert last.get_absolute_url() in show(meeting)


def test_after_it_minutes_and_actions_first_and_no_reply_form(show, council):
    past = make_meeting(council, days=-3, agenda=AGENDA)
    make_minutes(past, body="# Drivers\n* **vetted** ones\n\n<script>alert(1)</script>")
    ActionItem.objects.create(meeting=past, title="List drivers")
    page = show(past)
    assert page.index('id="minutes"') < page.index('id="actions"') < page.index('id="agenda"')
    assert "<strong>vetted</strong>" in page
    assert "<script>" not in page
    assert 'name="answer"' not in page


def test_cancelled_says_so_on_top(show, council):
    page = show(make_meeting(council, cancelled_at=timezone.now()))
    assert page.index("This meeting is cancelled.") < page.index("<h1>")
    assert 'name="answer"' not in page


def test_after_the_reply_by_day_the_form_is_gone_and_my_answer_stays(show, council, member):
    yesterday = timezone.localdate() - timezone.timedelta(days=2)
    meeting = make_meeting(council, reply_by=yesterday)
    make_rsvp(meeting, member)
    page = show(meeting)
    assert 'name="answer"' not in page
    assert "Yes, in person" in page


def test_members_see_counts_chairs_see_names(show, council, meeting, chair):
    for number in range(6):
        guest = make_member(council, make_user(f"person {number}")).user
        make_rsvp(meeting, guest, guests="Name of a guest")
    seen, named = show(meeting), show(meeting, chair)
    assert "<b>6</b> in person" in seen
    assert "<b>Fewer than 5</b> online" in seen
    assert "person 3" not in seen
    assert "Name of a guest" not in seen
    assert "person 3" in named
    assert "Name of a guest" in named


def test_drafts_are_for_those_who_convene(as_, council, member, chair):
    draft = make_meeting(council, announced=False)
    assert as_(member).get(draft.get_absolute_url()).status_code == 404
    assert as_(chair).get(draft.get_absolute_url()).status_code == 200


def test_draft_minutes_are_for_those_who_convene(show, council, chair):
    past = make_meeting(council, days=-3)
    make_minutes(past, published=False, body="Not yet agreed")
    assert "Not yet agreed" not in show(past)
    assert "Not yet agreed" in show(past, chair)


def test_another_councils_meeting_is_the_404_of_none(as_, council, meeting, stranger):
    client = as_(stranger)
    hidden = client.get(meeting.get_absolute_url())
    absent = client.get(reverse("council:meeting_detail", args=[council.slug, 987654]))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content


def test_a_meeting_under_another_councils_address_is_not_found(as_, meeting, stranger, member):
    other = stranger.memberships.get().membership.council
    url = reverse("council:meeting_detail", args=[other.slug, meeting.pk])
    assert as_(member).get(url).status_code == 404


@pytest.mark.parametrize("page", ["", "meeting.ics", "edit/", "reply/"])
def test_a_number_no_column_holds_is_not_found(as_, council, chair, page):
    url = f"/members/councils/{council.slug}/meetings/{'9' * 30}/{page}"
    client = as_(chair)
    response = client.post(url) if page == "reply/" else client.get(url)
    assert response.status_code == 404


def test_the_page_asks_as_much_for_three_as_for_one(as_, council, meeting, chair, query_count):
    def add(number):
        make_rsvp(meeting, make_member(council, make_user(f"p{number}")).user)
        meeting.agenda.create(title=f"Item {number}")
        ActionItem.objects.create(meeting=meeting, title=f"Action {number}")

    client, url = as_(chair), meeting.get_absolute_url()
    add(1)
    client.get(url)
    one = query_count(lambda: client.get(url))
    add(2)
    add(3)
    assert query_count(lambda: client.get(url)) == one


def test_no_meeting_of_theirs_is_visible_to_strangers(meeting, stranger, member):
    assert not Meeting.objects.visible_to(stranger).exists()
    assert Meeting.objects.visible_to(member).get() == meeting

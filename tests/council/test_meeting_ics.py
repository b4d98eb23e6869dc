"""Calendar files (H6), read back by a calendar library."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from icalendar import Calendar

from advisories.models import Tlp
from council import actions
from council.calendar import invitation
from council.models import Meeting
from tests.factories import make_meeting

pytestmark = pytest.mark.page


def event_in(content):
    return Calendar.from_ical(content).walk("VEVENT")[0]


@pytest.fixture
def meeting(council):
    return make_meeting(
        council,
        title="Spring meeting, drivers",
        starts_at=datetime(2031, 4, 20, 9, 0, tzinfo=UTC),
        ends_at=datetime(2031, 4, 20, 11, 0, tzinfo=UTC),
        video_link="https://meet.example.org/almaty",
    )


def test_members_get_a_file_that_calendars_read(as_, council, meeting, member, settings):
    response = as_(member).get(reverse("council:meeting_ics", args=[council.slug, meeting.pk]))

    event = event_in(response.content)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert event.decoded("dtstart") == meeting.starts_at
    assert event.decoded("dtend") == meeting.ends_at
    assert event["uid"] == str(meeting.form_id)
    assert (event["sequence"], event["status"]) == (0, "CONFIRMED")
    assert event["url"] == settings.SITE_URL + meeting.get_absolute_url()
    assert b"DTSTART:20310420T090000Z" in response.content
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))


def test_amber_keeps_place_title_and_link_at_home(meeting):
    text = invitation(meeting).decode()
    assert "Almaty country council" in text
    for secret in ("Consulate", "meet.example.org", "drivers"):
        assert secret not in text


def test_green_holds_place_and_link(meeting):
    meeting.tlp = Tlp.GREEN
    event = event_in(invitation(meeting))
    assert event["location"] == "Consulate General, entrance A-2"
    assert "https://meet.example.org/almaty" in event["description"]


def test_a_change_raises_the_sequence_under_the_same_uid(meeting, chair):
    before = event_in(invitation(meeting))
    meeting.place = "Elsewhere"
    actions.change_meeting(meeting, by=chair)

    after = event_in(invitation(Meeting.objects.get()))

    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1
    assert after.decoded("dtstamp") > before.decoded("dtstamp")


def test_a_cancellation_says_cancelled(meeting, chair):
    actions.cancel_meeting(meeting, by=chair)
    event = event_in(invitation(Meeting.objects.get()))
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)


def test_the_same_meeting_gives_the_same_bytes(meeting):
    assert invitation(meeting) == invitation(Meeting.objects.get())


def test_no_text_breaks_out_of_its_line(meeting):
    meeting.tlp, meeting.place = Tlp.GREEN, "Hall; A, B\nATTENDEE:mailto:x@example.org\\"
    event = event_in(invitation(meeting))
    assert "attendee" not in event
    assert event["location"] == meeting.place


def test_drafts_have_no_file_and_strangers_get_none(as_, council, meeting, chair, stranger):
    draft = make_meeting(council, announced=False)
    url = reverse("council:meeting_ics", args=[council.slug, draft.pk])
    assert as_(chair).get(url).status_code == 404
    url = reverse("council:meeting_ics", args=[council.slug, meeting.pk])
    assert as_(stranger).get(url).status_code == 404

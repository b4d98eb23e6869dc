"""A council meets: planned and announced from a phone, answered, and its minutes read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from council.models import Meeting
from tests.factories import make_chair, make_council, make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def plan(page, council, day):
    page.goto(f"/members/councils/{council.slug}/meetings/new/")
    page.fill("[name=title]", "Spring meeting")
    page.fill("[name=day]", day.isoformat())
    page.fill("[name=begins]", "15:00")
    page.fill("[name=finishes]", "17:00")
    page.fill("[name=place]", "Consulate General, entrance A-2")
    page.fill(
        "[name=agenda]", "Welcome; Chair; 10\nSecurity briefing; Regional security office; 30"
    )
    page.get_by_role("button", name="Save the draft").click()


def test_a_meeting_is_convened_answered_and_its_minutes_reach_the_members(
    open_page, mailbox, deliver
):
    council = make_council()
    chair = make_chair(council)
    member = make_member(council, organization="Caspian Services")

    lead = open_page(width=390, scripts=False, user=chair.user)
    plan(lead, council, timezone.localdate() + timedelta(days=20))
    lead.get_by_role("link", name="Announce").click()
    lead.get_by_role("button", name="Announce the meeting").click()
    lead.get_by_role("heading", level=1, name="Spring meeting").wait_for()
    deliver()
    deliver()

    assert mailbox.count(to=member.user) == 1
    invitation = mailbox.last(member.user)
    assert any(part.get_content_type() == "text/calendar" for part in invitation.message.walk())

    meeting = Meeting.objects.get()
    page = open_page(width=390, scripts=False, user=member.user)
    page.goto(meeting.get_absolute_url())
    page.get_by_label("Yes, in person").check()
    page.get_by_role("button", name="Send reply").click()
    page.get_by_role("button", name="Change reply").wait_for()
    assert meeting.rsvps.get(user=member.user).answer == "in_person"

    Meeting.objects.update(
        starts_at=timezone.now() - timedelta(days=1, hours=2),
        ends_at=timezone.now() - timedelta(days=1),
    )
    lead.goto(meeting.get_absolute_url())
    lead.get_by_role("link", name="Write minutes").first.click()
    lead.fill("[name=body]", "Two members reported drink-spiking.\n\n* Share the list of drivers.")
    lead.get_by_role("button", name="Save the minutes").click()
    mailbox.clear()
    lead.get_by_role("button", name="Publish the minutes and tell members").click()
    lead.get_by_text("Published").first.wait_for()
    deliver()
    deliver()

    assert mailbox.count(to=member.user) == 1
    page.goto(meeting.get_absolute_url())
    assert "Two members reported drink-spiking." in page.inner_text("main")

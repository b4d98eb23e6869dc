"""The journeys by keyboard alone, with the focus in sight at every stop (J9)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from advisories.models import Edition, Role
from tests.factories import (
    make_assignment,
    make_edition,
    make_meeting,
    make_member,
    make_post,
    make_report,
    make_staff,
    make_user,
)
from tests.journeys.keyboard import Keyboard
from travelers.models import Trip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.behavior("J9"),
]


@pytest.fixture
def report():
    report = make_report(make_post())
    for year, text in ((2016, "Thieves work the markets."), (2017, "Thieves work the buses.")):
        crime = {"key": "crime", "heading": "Crime", "body": f"<p>{text}</p>"}
        make_edition(report, year=year, sections=[crime])
    return report


def test_reader_finds_a_report_and_compares_its_editions(open_page, report):
    page = open_page(scripts=False)
    reader = Keyboard(page)

    reader.open("/")
    reader.press("Reports")
    reader.press(report.title)
    reader.press("What changed since 2016")
    assert "Thieves work the" in page.inner_text("ins, main")
    reader.press("Side by side")

    assert "show=side" in page.url
    assert "Thieves work the markets." in page.inner_text("main")


def test_editor_writes_and_publishes(open_page, report):
    publisher = make_staff("publisher")
    make_assignment(publisher, Role.PUBLISHER, post=report.post)
    page = open_page(user=publisher)
    desk = Keyboard(page)

    desk.open(f"/admin/advisories/report/{report.pk}/change/")
    desk.press("Start an edition")
    desk.type("2018", name="year")
    desk.press("Start the draft")
    desk.type("Thieves moved to the trams.", name="change_note")
    if not page.locator("details.inl[open]").count():
        desk.reach(tag="summary")
        desk.keys.press("Enter")
    desk.type("Thieves work the trams.", "Text of Crime")
    desk.press("Publish …")
    desk.press("Publish this edition")
    assert not Edition.objects.get(year=2018).published_at  # nobody chose for them
    desk.choose("major", name="kind")
    desk.press("Publish this edition")

    edition = Edition.objects.get(year=2018)
    assert edition.is_live
    assert edition.sections.get().body == "<p>Thieves work the trams.</p>"


def test_traveler_enrolls_a_trip(open_page, report):
    traveler = make_user("traveler")
    page = open_page(scripts=False, user=traveler)
    keyboard = Keyboard(page)
    arrive = timezone.localdate() + timedelta(days=2)

    keyboard.open("/trips/enroll/")
    keyboard.select("Kazakhstan: Almaty", name="place")
    keyboard.press("Continue")
    for name, day in (("starts_on", arrive), ("ends_on", arrive + timedelta(days=3))):
        keyboard.type(str(day.day), name=f"{name}-day")
        keyboard.type(str(day.month), name=f"{name}-month")
        keyboard.type(str(day.year), name=f"{name}-year")
    keyboard.press("Continue")
    keyboard.type("Traveler", name="traveler_name")
    keyboard.press("Continue")
    keyboard.press("Enroll this trip")

    assert Trip.objects.get().user == traveler


def test_member_answers_an_invitation(open_page):
    member = make_member().user
    meeting = make_meeting()
    page = open_page(scripts=False, user=member)
    keyboard = Keyboard(page)

    keyboard.open(meeting.get_absolute_url())
    keyboard.choose("online", name="answer")
    keyboard.press("Send reply")

    assert meeting.rsvps.get().answer == "online"

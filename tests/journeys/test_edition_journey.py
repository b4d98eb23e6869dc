"""An editor writes the next edition at the desk; a click puts it on the page and in the mail."""

import pytest

from advisories.models import Role
from tests.factories import (
    make_assignment,
    make_edition,
    make_post,
    make_report,
    make_staff,
    make_subscription,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CRIME = {"key": "crime", "heading": "Crime", "body": "<p>Thieves work the markets.</p>"}


@pytest.fixture
def report():
    report = make_report(make_post())
    make_edition(report, year=2016, sections=[CRIME])
    return report


@pytest.fixture
def publisher(report):
    publisher = make_staff("publisher")
    make_assignment(publisher, Role.PUBLISHER, post=report.post)
    return publisher


def start_edition(desk, report, year="2017"):
    desk.goto(f"/admin/advisories/report/{report.pk}/change/")
    desk.get_by_role("link", name="Start an edition").click()
    desk.fill("[name=year]", year)
    desk.get_by_role("button", name="Start the draft").click()
    desk.get_by_role("button", name="Save draft").first.wait_for()


def write(desk, text):
    """Type into the rich text editor of the first section."""
    desk.locator("details.inl summary").first.click()
    box = desk.locator("details.inl [contenteditable=true]").first
    box.click()
    desk.keyboard.press("Control+A")
    desk.keyboard.type(text)


def publish(desk, kind):
    desk.get_by_role("button", name="Publish …").click()
    desk.locator(f"[name=kind][value={kind}]").check()
    desk.get_by_role("button", name="Publish this edition").click()
    desk.get_by_text("Published").first.wait_for()


def test_a_major_edition_is_read_at_once_and_mailed_once(
    open_page, mailbox, deliver, report, publisher
):
    follower = make_user("follower")
    make_subscription(follower, report.post)
    desk = open_page(user=publisher)

    start_edition(desk, report)
    write(desk, "Thieves work the buses.")
    desk.fill("[name=change_note]", "Thieves moved to the buses.")
    publish(desk, "major")
    deliver()
    deliver()

    reader = open_page(scripts=False)
    reader.goto(f"/reports/{report.slug}/")
    assert "Thieves work the buses." in reader.inner_text("main")
    assert mailbox.count(to=follower) == 1
    assert "Thieves moved to the buses." in mailbox.last(follower).text


def test_a_minor_edition_is_read_at_once_and_mailed_to_nobody(
    open_page, mailbox, deliver, report, publisher
):
    make_subscription(make_user("follower"), report.post)
    desk = open_page(user=publisher)

    start_edition(desk, report, "2016")
    write(desk, "Thieves work the market halls.")
    publish(desk, "minor")
    deliver()

    reader = open_page(scripts=False)
    reader.goto(f"/reports/{report.slug}/")
    assert "Thieves work the market halls." in reader.inner_text("main")
    assert mailbox.count() == 0

"""A sender writes an alert, sees who will hear and why, and each of them hears once."""

import pytest

from advisories.models import Role
from alerts.models import Alert
from tests.factories import (
    make_assignment,
    make_council,
    make_member,
    make_post,
    make_staff,
    make_stop,
    make_subscription,
    make_user,
)
from tests.support.axe import check_accessibility

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def almaty():
    return make_post()


@pytest.fixture
def sender(almaty):
    sender = make_staff("sender")
    make_assignment(sender, Role.SENDER, post=almaty)
    return sender


def write(desk, almaty):
    desk.goto("/admin/alerts/alert/add/")
    desk.select_option("[name=grade]", label="Warning")
    desk.fill("[name=title]", "protest at the main square")
    desk.fill("[name=what_to_do]", "* Stay away from the square.\n* Call 102 if you are in danger.")
    desk.fill("[name=what_happened]", "A protest without permit has begun.")
    desk.get_by_label("Place 1").select_option(label="Kazakhstan: Almaty (Consulate General)")
    desk.get_by_role("button", name="Save and check audience").click()
    desk.locator("#id_typed").wait_for()


def test_each_person_concerned_hears_once_and_nobody_else(
    open_page, mailbox, deliver, almaty, sender
):
    traveler, follower, stranger = (
        make_user(name) for name in ("traveler", "follower", "stranger")
    )
    member = make_member(make_council(country=almaty.country, post=almaty)).user
    make_stop(traveler, almaty)
    make_subscription(follower, almaty)
    make_subscription(traveler, almaty)  # two reasons, one mail
    desk = open_page(user=sender)

    write(desk, almaty)
    check_accessibility(desk)
    assert "3" in desk.locator(".big").first.inner_text()
    desk.fill("#id_typed", "3")
    desk.get_by_role("button", name="Send now").click()
    desk.get_by_text("Mail is on its way.").wait_for()
    deliver()
    deliver()

    assert [mailbox.count(to=person) for person in (traveler, member, follower, stranger)] == [
        1, 1, 1, 0,
    ]  # fmt: skip
    assert "trip" in mailbox.last(traveler).text
    desk.reload()
    check_accessibility(desk)
    reader = open_page(width=390, scripts=False)
    reader.goto(Alert.objects.get().get_absolute_url())
    assert "Stay away from the square." in reader.inner_text("main")


def test_one_click_in_the_mail_stops_it_without_signing_in(
    open_page, mailbox, deliver, almaty, sender
):
    follower = make_user("follower")
    subscription = make_subscription(follower, almaty)
    desk = open_page(user=sender)
    write(desk, almaty)
    desk.fill("#id_typed", "1")
    desk.get_by_role("button", name="Send now").click()
    desk.get_by_text("Mail is on its way.").wait_for()
    deliver()

    link = mailbox.last(follower)["List-Unsubscribe"].strip("<>")
    page = open_page(width=390, scripts=False)
    page.goto(link)
    subscription.refresh_from_db()
    assert subscription.ended_at is None
    page.locator("main form button").first.click()
    page.get_by_role("heading", level=1).wait_for()
    subscription.refresh_from_db()
    assert subscription.ended_at is not None

"""This app's pages in a browser: nothing for axe, no policy error, no sideways scroll."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from advisories.models import Role
from alerts.actions import ask_approval, publish_alert
from alerts.audience.fanout import fan_out_all
from alerts.models import Delivery, Letter, LinkToken, Subscription
from alerts.notices import collect
from council.models import MemberRole
from tests.factories import (
    make_alert,
    make_assignment,
    make_council,
    make_country,
    make_member,
    make_post,
    make_staff,
    make_stop,
    make_subscription,
    make_user,
)
from tests.support.axe import FARTHEST, MODES, check_accessibility, check_modes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place(transactional_db):
    return make_post(make_country("Kazakhstan"), "Almaty")


def check(page, address, modes=MODES):
    page.goto(address)
    check_modes(page, modes)


def test_reader_pages(open_page, place):
    reader = make_user("reader")
    subscription = make_subscription(reader, place)
    make_subscription(reader)
    make_stop(reader, place)
    make_member(make_council(country=place.country), reader)
    token, digest = LinkToken.fresh()
    LinkToken.objects.create(digest=digest, user=reader, subscription=subscription)

    page = open_page(user=reader)
    for address in ("/account/alerts/", "/subscribe/?post=almaty", "/subscribe/"):
        check(page, address)
    stranger = open_page()
    for address in (f"/u/{token}/", f"/choices/{token}/", "/subscribe/?country=kazakhstan"):
        check(stranger, address)


def test_sender_pages(open_page, place):
    sender = make_staff("sender")
    make_assignment(sender, Role.SENDER, country=place.country)
    make_subscription(make_user("follower"), place)
    draft = make_alert(place, sent=False, started_by=sender)
    sent, timed = (make_alert(place, sent=False, started_by=sender) for _which in range(2))
    under_way(sent, sender)
    publish_alert(timed, by=sender, at=timezone.now() + timedelta(hours=1))
    ask_approval(draft, by=make_staff("colleague-who-asks", is_superuser=True))

    page = open_page(user=sender)
    for address in (
        "",
        "add/",
        f"{draft.pk}/change/",
        f"{draft.pk}/audience/",
        f"{sent.pk}/progress/",
        f"{sent.pk}/end/",
        f"{sent.pk}/update/",
    ):
        check(page, f"/admin/alerts/alert/{address}")
    for address in (
        "start/",
        f"{draft.pk}/review/",
        f"{sent.pk}/cancel/",
        f"{timed.pk}/progress/",
    ):
        check(page, f"/admin/alerts/alert/{address}", FARTHEST)


def under_way(alert, sender):
    """Sent, with mails handed over, failed, to be retried, waiting and skipped."""
    for number in range(6):
        make_subscription(make_user(f"follower-{number}"), alert.places.get().post)
    publish_alert(alert, by=sender)
    collect()
    fan_out_all()
    now = timezone.now()
    states = [
        {"state": "sent", "settled_at": now - timedelta(seconds=40)},
        {"state": "sent", "settled_at": now - timedelta(seconds=20)},
        {"state": "failed", "reply": "550 5.1.1 no such mailbox", "attempts": 1},
        {"attempts": 2, "reply": "452 4.2.2 mailbox full", "due_at": now + timedelta(hours=1)},
        {"state": "skipped", "reply": "Not sent: no longer wanted or allowed."},
    ]
    for row, values in zip(Delivery.objects.order_by("pk"), states, strict=False):
        Delivery.objects.filter(pk=row.pk).update(**values)


def test_progress_renews_itself(open_page, place):
    sender = make_staff("sender")
    make_assignment(sender, Role.SENDER, country=place.country)
    alert = make_alert(place, sent=False, started_by=sender)
    under_way(alert, sender)
    page = open_page(user=sender)
    page.clock.install()
    page.goto(f"/admin/alerts/alert/{alert.pk}/progress/")
    handed = page.locator(".big b")
    assert handed.inner_text() == "2"

    Delivery.objects.filter(state="queued").update(state="sent", settled_at=timezone.now())
    page.clock.run_for(6_000)
    page.locator(".state", has_text="Done with failures").wait_for()

    assert handed.inner_text() == "4"
    assert page.locator("#told").text_content() == "Done with failures"


def test_reader_stops_from_a_mail_and_brings_it_back(open_page, place):
    reader = make_user("reader")
    subscription = make_subscription(reader, place)
    token, digest = LinkToken.fresh()
    LinkToken.objects.create(digest=digest, user=reader, subscription=subscription)
    page = open_page(scripts=False)

    page.goto(f"/u/{token}/")
    page.get_by_role("button", name="Stop this email").click()
    page.get_by_role("heading", name="You get no more emails about Almaty").wait_for()
    page.get_by_role("button", name="Send it again").click()
    page.get_by_role("link", name="Change what you get").click()

    page.get_by_role("row", name="Almaty").wait_for()


def test_sender_counts_types_and_sends(open_page, place):
    sender = make_staff("sender")
    make_assignment(sender, Role.SENDER, country=place.country)
    make_subscription(make_user("follower"), place)
    page = open_page(user=sender)

    page.goto("/admin/alerts/alert/add/")
    page.get_by_label("Grade", exact=True).select_option(label="Warning")
    page.get_by_label("What, in a few words").fill("demonstration")
    page.get_by_label("What to do").fill("* Stay away.")
    page.get_by_label("What happened").fill("A crowd gathers.")
    page.get_by_label("Place 1").select_option(label="Kazakhstan: Almaty (Consulate General)")
    page.get_by_role("button", name="Save and check audience").click()
    page.get_by_label("Type 1 to confirm").fill("1")
    page.get_by_role("button", name="Send now").click()

    page.get_by_text("Waiting for the worker").wait_for()


@pytest.mark.behavior("F1", "J9")
def test_place_is_followed_on_a_phone_without_an_account(open_page, place):
    page = open_page(width=390)
    page.goto("/subscribe/?post=almaty")
    check_accessibility(page)
    page.get_by_label("Your email address").fill("reader@example.org")
    page.get_by_text("More: how often").click()
    page.get_by_label("Once a day, at 08:00").check()
    page.get_by_role("button", name="Send me the link").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Look into your inbox"
    check_accessibility(page)

    link = re.search(r"/subscribe/confirm/\S+", Letter.objects.get().text)[0]
    other = open_page(width=390, scripts=False)
    other.goto(link)
    other.get_by_role("button", name="Yes, send it to me").click()
    assert other.get_by_role("heading", level=1).inner_text() == "You follow Almaty"
    assert Subscription.objects.get().frequency == "daily"


def test_shared_mailbox_page(open_page, place):
    contact = make_member(make_council(country=place.country), role=MemberRole.CONTACT)
    page = open_page(width=390, user=contact.user)
    address = f"/account/membership/{contact.pk}/mailboxes/"
    page.goto(address)
    page.get_by_label("Addresses").fill("duty@example.org")
    page.get_by_label("Countries").select_option(label="Kazakhstan")
    page.get_by_role("button", name="Send each a link").click()
    page.get_by_text("Waits for its link to be opened").wait_for()
    check_modes(page)

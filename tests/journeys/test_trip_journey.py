"""From a stranger to a traveler who hears what happens there, on a phone, without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_alert, make_country, make_post, make_user
from tests.support.axe import check_modes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fill_day(page, name, moment):
    page.fill(f"[name={name}-day]", str(moment.day))
    page.fill(f"[name={name}-month]", moment.strftime("%b").lower())
    page.fill(f"[name={name}-year]", str(moment.year))


def test_a_stranger_signs_up_enrolls_a_trip_and_gets_the_alert(
    open_page, mailbox, deliver, code_for
):
    almaty = make_post(make_country(), "Almaty")
    make_post(almaty.country, "Astana")
    arrive = timezone.localdate() + timedelta(days=2)
    page = open_page(width=390, scripts=False)

    page.goto("/trips/enroll/")
    page.get_by_role("link", name="Create an account").click()
    page.fill("[name=email]", "traveler@example.org")
    page.fill("[name=password1]", "a long enough phrase")
    page.get_by_role("button", name="Create account").click()
    page.locator("[name=code]").wait_for()
    page.fill("[name=code]", code_for("traveler@example.org"))
    page.locator("main form button").first.click()

    page.select_option("[name=place]", label="Kazakhstan: Almaty")
    page.get_by_role("button", name="Continue").click()
    fill_day(page, "starts_on", arrive)
    fill_day(page, "ends_on", arrive + timedelta(days=4))
    page.get_by_role("button", name="Add another place").click()
    page.select_option("[name=place]", label="Kazakhstan: Astana")
    page.get_by_role("button", name="Continue").click()
    fill_day(page, "starts_on", arrive + timedelta(days=4))
    fill_day(page, "ends_on", arrive + timedelta(days=6))
    page.get_by_role("button", name="Continue").click()
    page.fill("[name=traveler_name]", "Traveler")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Enroll this trip").click()
    page.get_by_role("heading", level=1, name="Your trip is enrolled").wait_for()

    mailbox.clear()
    make_alert(almaty, title="protest at the main square", sent=True)
    deliver()
    deliver()

    assert mailbox.count(to="traveler@example.org") == 1
    mail = mailbox.last("traveler@example.org")
    assert "Almaty" in mail.subject
    assert "trip" in mail.text


def test_every_page_of_the_form_is_accessible(open_page):
    make_post(make_country(), "Almaty")
    page = open_page(user=make_user("traveler"))

    page.goto("/trips/enroll/")
    check_modes(page)
    page.get_by_role("button", name="Continue").click()
    check_modes(page)  # with an error
    page.select_option("[name=place]", label="Kazakhstan: Almaty")
    page.get_by_role("button", name="Continue").click()
    check_modes(page)
    tomorrow = timezone.localdate() + timedelta(days=1)  # in Almaty, today may be over
    fill_day(page, "starts_on", tomorrow)
    page.get_by_role("button", name="Continue").click()
    check_modes(page)  # with an error
    fill_day(page, "ends_on", tomorrow)
    page.get_by_role("button", name="Continue").click()
    check_modes(page)
    page.get_by_role("button", name="Continue").click()
    check_modes(page)
    page.get_by_role("button", name="Enroll this trip").click()
    check_modes(page)

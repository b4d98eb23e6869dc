"""From an application on the site to the council on a new member's start page."""

import pytest

from advisories.models import Role
from council.models import Application
from tests.factories import make_assignment, make_council, make_staff, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_organization_applies_is_approved_and_finds_its_council(
    open_page, mailbox, deliver, staff_page
):
    council = make_council()
    applicant = make_user("applicant")
    officer = make_staff("officer")
    make_assignment(officer, Role.MEMBERSHIP_OFFICER, council=council)

    page = open_page(width=390, scripts=False, user=applicant)
    page.goto("/councils/")
    page.get_by_role("link", name="Almaty country council").first.click()
    page.get_by_role("link", name="Apply").first.click()
    page.get_by_role("button", name="Send application").click()
    check = page.get_by_role("alert")
    assert "problem" in check.inner_text()
    page.fill("[name=organization_name]", "Caspian Services")
    page.fill("[name=sector]", "energy")
    page.fill("[name=reason]", "We run two offices in the city.")
    page.fill("[name=first_voucher]", "chair@example.org")
    page.fill("[name=second_voucher]", "secretary@example.org")
    page.get_by_role("button", name="Send application").click()
    page.get_by_role("heading", name="Your application is sent").wait_for()
    application = Application.objects.get()

    desk = staff_page(officer, f"/admin/council/application/{application.pk}/change/")
    desk.get_by_role("button", name="Approve").click()
    desk.get_by_text("the organization is a member").wait_for()
    deliver()
    deliver()

    assert mailbox.count(to=applicant) == 1
    page.goto("/account/")
    page.get_by_role("link", name="Almaty country council").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Almaty country council"

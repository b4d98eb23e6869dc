"""The account pages in Chromium: axe finds nothing, the policy refuses nothing, all of it fits."""

import re

import pytest
from django.core import mail

from tests.accounts.conftest import PASSWORD
from tests.accounts.test_second_factor import code_of
from tests.factories import make_user
from tests.support.axe import check_accessibility, check_modes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What opens by its address alone is looked at with all other pages (journeys/test_accessibility).
CONFIRMED = ["email/", "password/change/", "2fa/totp/activate/", "2fa/webauthn/add/"]


def look(page, path):
    page.goto(path)
    check_modes(page)


def test_missing_page_and_refused_sign_in(page):
    look(page, "/nowhere/")
    page.goto("/account/login/")
    page.fill("[name=login]", "person@example.org")
    page.fill("[name=password]", "wrong")
    page.click("main button:text-is('Sign in')")
    check_modes(page)
    assert page.title().startswith("Error:")


def sign_in(page, person):
    page.goto("/account/login/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button:text-is('Sign in')")
    page.wait_for_url("**/account/")


def confirm(page):
    page.goto("/account/reauthenticate/")
    page.fill("[name=password]", PASSWORD)
    page.click("main button:text-is('Confirm')")


def test_pages_of_a_person_who_confirms_the_password(page):
    sign_in(page, make_user("person", password=PASSWORD))
    look(page, "/account/reauthenticate/")
    confirm(page)
    for path in CONFIRMED:
        look(page, f"/account/{path}")


def test_signing_up_and_setting_up_an_app_without_scripts(open_page, mailoutbox):
    page = open_page(width=390, scripts=False)
    page.goto("/account/signup/")
    page.fill("[name=email]", "new@example.org")
    page.fill("[name=password1]", PASSWORD)
    page.click("text=Create account")
    page.fill("[name=code]", re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[-1].body).group())
    page.click("text=Confirm address")
    page.wait_for_url("**/account/")

    confirm(page)
    page.goto("/account/2fa/totp/activate/")
    page.fill("[name=code]", code_of(page.inner_text(".key-text")))
    page.click("text=Turn on")

    assert page.locator("ul.codes li").count() == 10
    assert page.locator("main button.js").count() == 0


def test_passkey_signs_in_alone(open_page):
    person = make_user("person", password=PASSWORD)
    page = open_page()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, person)
    confirm(page)
    page.goto("/account/2fa/webauthn/add/")
    page.check("[name=passwordless]")
    page.click("text=Create passkey")
    page.wait_for_url("**/recovery-codes/")
    check_accessibility(page)

    page.goto("/account/logout/")
    page.click("main button:text-is('Sign out')")
    page.goto("/account/login/")
    page.click("text=Use a passkey")

    page.wait_for_url("**/account/")

"""The account pages in Chromium: axe finds nothing, the policy refuses nothing, all of it fits."""

import re

import pytest
from django.core import mail

from tests.accounts.conftest import PASSWORD
from tests.accounts.test_second_factor import code_of
from tests.factories import make_user
from tests.support.browser import check_accessibility

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREENS = [
    {"width": 1280},
    {"width": 1280, "dark": True},
    {"width": 390},
    {"width": 390, "dark": True},
]
SIGNED_OUT = ["/account/login/", "/account/signup/", "/account/login/code/"]
SIGNED_OUT += ["/account/password/reset/", "/account/inactive/", "/nowhere/"]
SIGNED_IN = ["security/", "2fa/", "2fa/webauthn/", "sessions/", "logout/", "second-factor/"]
CONFIRMED = ["email/", "password/change/", "2fa/totp/activate/", "2fa/webauthn/add/"]


def look(page, path):
    page.goto(path)
    check_accessibility(page)
    sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert sideways <= 0, f"{path} scrolls sideways by {sideways} px"


@pytest.fixture(params=SCREENS, ids=lambda screen: "-".join(map(str, screen.values())))
def screen(request):
    return request.param


def test_pages_of_strangers(open_page, screen):
    page = open_page(**screen)
    for path in SIGNED_OUT:
        look(page, path)
    page.goto("/account/login/")
    page.fill("[name=login]", "person@example.org")
    page.fill("[name=password]", "wrong")
    page.click("main button:text-is('Sign in')")
    check_accessibility(page)
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


def test_pages_of_a_person(open_page, screen):
    page = open_page(**screen)
    sign_in(page, make_user("person", password=PASSWORD))
    for path in SIGNED_IN:
        look(page, f"/account/{path}")
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

"""On a phone, signed out: an emergency alert in twelve taps, and called back in two."""

from itertools import count

import pytest

from advisories.models import Role
from alerts.models import Alert
from tests.alerts.crisis import leave_now
from tests.factories import (
    make_assignment,
    make_participant,
    make_post,
    make_staff,
    make_stop,
    make_template,
    make_user,
)
from tests.support.axe import check_accessibility

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long password 1"


@pytest.fixture
def almaty():
    make_template()
    return make_post()


@pytest.fixture
def sender(almaty):
    sender = make_staff("sender", password=PASSWORD)
    make_assignment(sender, Role.SENDER, country=almaty.country)
    return sender


class Phone:
    """390 px wide, and every tap and typed field is counted."""

    def __init__(self, page):
        self.page, self.taps, self.fields = page, 0, 0

    def tap(self, role, name):
        self.page.get_by_role(role, name=name, exact=False).first.click()
        self.page.wait_for_load_state()
        self.taps += 1

    def type(self, selector, text):
        self.page.click(selector)
        self.page.fill(selector, text)
        self.taps += 1
        self.fields += 1

    def sign_in(self, sender):
        self.type("[name=login]", sender.email)
        self.type("[name=password]", PASSWORD)
        self.tap("button", "Sign in")


def test_signed_out_to_the_inbox_and_back(open_page, mailbox, deliver, almaty, sender):
    traveler = make_user("traveler")
    make_stop(traveler, almaty)
    phone = Phone(open_page(width=390, height=844, scripts=False))

    phone.page.goto("/send/")
    phone.sign_in(sender)
    phone.tap("radio", "Sudden flood")
    phone.tap("radio", "Almaty")
    phone.tap("button", "Continue")
    phone.tap("button", "Check who gets it")
    phone.tap("button", "Send now")
    assert "Nothing was sent yet." in phone.page.inner_text("main")
    leave_now(Alert.objects.get())
    deliver()

    assert mailbox.last(traveler).subject == "Emergency: Almaty, sudden flood"
    assert phone.taps <= 12
    assert phone.fields <= 5

    phone.tap("link", "Refresh")
    phone.taps = 0
    phone.tap("link", "Sent by mistake")
    phone.tap("button", "Call it back now")
    assert phone.taps == 2
    deliver()
    assert mailbox.last(traveler).subject == "Sent by mistake: Almaty, no flood"
    reader = open_page(width=390)
    reader.goto("/")
    assert "There is no flood in Almaty." in reader.inner_text("body")


@pytest.mark.parametrize("path", ["/send/", "/exercise/"])
def test_each_screen_is_accessible(open_page, almaty, sender, path):
    make_participant(sender, almaty)
    phone = Phone(open_page(width=390, height=844, dark=path == "/exercise/"))
    looks = count()

    def look():
        for width in (390, 320, 1280):
            phone.page.set_viewport_size({"width": width, "height": 844})
            wider = "document.documentElement.scrollWidth > innerWidth"
            assert not phone.page.evaluate(wider), f"screen {next(looks)} at {width}"
        phone.page.set_viewport_size({"width": 390, "height": 844})
        check_accessibility(phone.page)

    phone.page.goto(path)
    phone.sign_in(sender)
    look()
    phone.tap("button", "Continue")  # with nothing chosen: it says what is missing
    look()
    phone.tap("radio", "Something else")
    phone.tap("radio", "Almaty")
    phone.tap("button", "Continue")
    phone.tap("button", "Check who gets it")
    look()
    phone.type("[name=what]", "Shots near the station.")
    phone.type("[name=do]", "Stay inside.")
    phone.tap("button", "Check who gets it")
    look()
    phone.page.locator("[name=send]").click()
    look()
    leave_now(Alert.objects.get())
    phone.tap("link", "Refresh")
    look()
    phone.tap("link", "Sent by mistake")
    look()

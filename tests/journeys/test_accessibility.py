"""Every page of the written matrix under axe-core: wide and narrow, light and dark.

Each address is opened once, as the first person of the matrix who may, with the sample
content; the window and the color scheme are then changed under it.
"""

import pytest
from django.core.management import call_command
from playwright.sync_api import Error

from accounts.models import User
from tests.factories import make_superuser
from tests.portal.role_matrix import MATRIX, WHO
from tests.portal.sample_paths import path_of
from tests.support.axe import FARTHEST, MODES, complaints_of
from tests.support.urls import every_address

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.behavior("J9"),
]

# Django's own pages for adding, deleting and looking back are made of the same parts.
STOCK = ("_add", "_delete", "_history")
PARTS = 2  # each a test of its own, so that two processes share the work


@pytest.fixture
def pages():
    """(person, path) for each address that shows somebody a page."""
    call_command("load_sample")
    found: dict[str, list[str]] = {}
    for address in every_address():
        meets = MATRIX.get(address.name, {})  # what is missing there fails in its own test
        who = next((who for who in WHO if meets.get(who) == 200), None)
        if who and not address.name.endswith(STOCK):
            found.setdefault(who, []).append(path_of(address))
    return found


def user_of(who):
    if who == "anonymous":
        return None
    if who == "superuser":
        return make_superuser()
    return User.objects.get(email=f"{who}@example.org")


def check_pages(open_page, pages, people, modes=MODES, part=0, parts=1):
    """How many pages were looked at; all that is wrong with them is told at once."""
    checked, complaints = 0, []
    for who in people:
        page = open_page(user=user_of(who))
        for path in pages.get(who, [])[part::parts]:
            if opens_as_page(page, path):
                complaints += [f"{who}, {words}" for words in complaints_of(page, modes)]
                checked += 1
    assert not complaints, "\n".join(complaints)
    return checked


def opens_as_page(page, path):
    """False for what a browser downloads or shows as data."""
    if not path.endswith("/") and not is_html(page.request.get(path)):
        return False  # asked first: Chromium's own viewer of XML breaks our policy
    try:
        return is_html(page.goto(path))
    except Error as refusal:
        if "Download is starting" in refusal.message:
            return False
        raise


def is_html(answer):
    return answer.headers.get("content-type", "").startswith("text/html")


@pytest.mark.parametrize("part", range(PARTS))
def test_public_pages_are_accessible(open_page, pages, part):
    assert check_pages(open_page, pages, ["anonymous"], MODES, part, PARTS) > 15


def test_pages_of_travelers_and_members_are_accessible(open_page, pages):
    assert check_pages(open_page, pages, ["traveler", "member", "chair"]) > 25


@pytest.mark.parametrize("part", range(PARTS))
def test_the_desk_is_accessible(open_page, pages, part):
    people = ["editor", "officer", "sender", "superuser"]

    assert check_pages(open_page, pages, people, FARTHEST, part, PARTS) > 30

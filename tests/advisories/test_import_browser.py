"""Reading a report in and clearing it in Word, in a browser without scripts and under axe."""

import os

import pytest

from advisories.models import Edition, Role
from tests.advisories.importing import SAMPLE
from tests.factories import make_assignment, make_country, make_staff
from tests.support.axe import FARTHEST, check_modes

TEXT = (SAMPLE / "almaty-2017.txt").read_text(encoding="utf-8")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person():
    person = make_staff("Country editor")
    country = make_country("Kazakhstan", alpha2="KZ", alpha3="KAZ")
    make_assignment(person, Role.EDITOR, country=country)
    return person


def look(page, name):
    """Pictures for a person to see, where somebody asks for them."""
    if os.environ.get("PICTURES"):
        page.screenshot(path=f"{os.environ['PICTURES']}/{name}.png", full_page=True)


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_a_report_is_read_in_without_scripts(open_page, person, width, dark):
    page = open_page(width=width, dark=dark, scripts=False, user=person)
    page.goto("/admin/advisories/report/import/")
    look(page, f"import-{width}")
    page.get_by_label("Text of the report").fill("Text above.\n\n" + TEXT)
    page.get_by_role("button", name="Look at what is in it").click()
    look(page, f"import-review-{width}")
    page.get_by_role("heading", name="Sections 28").wait_for()

    with page.expect_navigation():
        page.get_by_role("button", name="Make the draft").click()

    draft = Edition.objects.get()
    assert page.url.endswith(f"/edition/{draft.pk}/change/")


def test_its_pages_are_accessible_and_fit_a_phone(open_page, person):
    page = open_page(user=person)
    page.goto("/admin/advisories/report/import/")
    check_modes(page, FARTHEST)
    page.get_by_role("button", name="Look at what is in it").click()  # with its error
    check_modes(page, FARTHEST)
    page.get_by_label("Text of the report").fill("Text above.\n\n" + TEXT)
    page.get_by_role("button", name="Look at what is in it").click()
    check_modes(page, FARTHEST)
    with page.expect_navigation():
        page.get_by_role("button", name="Make the draft").click()
    draft = Edition.objects.get()
    page.goto(f"/admin/advisories/edition/{draft.pk}/word/read/")
    check_modes(page, FARTHEST)
    Edition.objects.update(year=0)
    page.goto(f"/admin/advisories/edition/{draft.pk}/place/")
    check_modes(page, FARTHEST)
    look(page, "place")

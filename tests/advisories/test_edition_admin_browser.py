"""The edition form in a real browser: the editor works, and nothing breaks the policy."""

import pytest
from django.urls import reverse

from advisories.models import Edition
from tests.advisories.desk import address
from tests.factories import make_edition
from tests.support.axe import FARTHEST, check_modes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECTIONS = [
    {"key": "crime", "heading": "Crime", "body": "<p>Thieves.</p>", "rating": "low"},
    {
        "key": "road",
        "heading": "Roads",
        "body": "<table><tbody><tr><th>Road</th><td>State</td></tr></tbody></table>",
    },
]


@pytest.fixture
def draft(report):
    make_edition(report, year=2016, sections=SECTIONS[:1])
    return make_edition(report, published=False, sections=SECTIONS, change_note="Roads added.")


def open_form(open_page, person, draft, **options):
    page = open_page(user=person, **options)
    page.goto(address("change", draft))
    return page


def section_of(page, number):
    return page.locator("details.inl").nth(number)


def editor_of(page, number):
    box = section_of(page, number).locator(".tiptap")
    box.wait_for()
    return box


def test_text_typed_in_the_editor_is_saved_as_clean_html(open_page, publisher, draft):
    page = open_form(open_page, publisher, draft)
    section_of(page, 0).locator("summary").first.click()
    box = editor_of(page, 0)

    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Mind your bag.")
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+B")
    page.get_by_role("button", name="Save draft", exact=True).last.click()
    page.wait_for_url("**/change/")

    body = Edition.objects.get(pk=draft.pk).sections.get(key="crime").body
    assert body == "<p><strong>Thieves. Mind your bag.</strong></p>"


def test_table_and_link_survive_the_editor(open_page, publisher, draft):
    page = open_form(open_page, publisher, draft)
    section_of(page, 1).locator("summary").first.click()
    box = editor_of(page, 1)

    box.locator("td").click()
    page.keyboard.press("End")
    page.keyboard.type(" of repair")
    page.get_by_role("button", name="Save draft", exact=True).last.click()
    page.wait_for_url("**/change/")

    body = Edition.objects.get(pk=draft.pk).sections.get(key="road").body
    assert body == ("<table><tbody><tr><th>Road</th><td>State of repair</td></tr></tbody></table>")


def test_editor_box_and_its_buttons_have_names(open_page, publisher, draft):
    page = open_form(open_page, publisher, draft)
    section_of(page, 0).locator("summary").first.click()
    editor_of(page, 0)

    page.get_by_role("textbox", name="Text of Crime").wait_for()
    nameless = page.locator(".prose-menubar__button:not([title]):not([aria-label])")
    assert [name for name in nameless.all_inner_texts() if not name.strip()] == []


def test_edition_form_is_accessible(open_page, publisher, draft):
    page = open_form(open_page, publisher, draft)
    section_of(page, 0).locator("summary").first.click()
    editor_of(page, 0)

    check_modes(page)


def test_pages_around_the_form_are_accessible(open_page, publisher, draft):
    page = open_page(user=publisher)
    report = draft.report
    paths = [
        "/admin/advisories/contact/add/",
        address("change", report),
        address("start", report),
        address("publish", draft),
        address("ask", draft),
        address("comment", draft),
        address("compare", draft),
        address("files", draft),
        reverse("admin:advisories_edition_section", args=[draft.pk, draft.sections.first().pk]),
        address("history", draft),
        address("delete", draft),
        address("change", report.editions.get(year=2016)),
        address("keep", report.editions.get(year=2016)),
        address("withdraw", report.editions.get(year=2016)),
    ]
    for path in paths:
        page.goto(path)
        check_modes(page, FARTHEST)


def test_draft_is_edited_and_published_without_scripts(open_page, publisher, draft):
    page = open_form(open_page, publisher, draft, scripts=False)

    section_of(page, 0).locator("summary").first.click()
    section_of(page, 0).locator("textarea").fill("<p>Typed without scripts.</p>")
    page.get_by_role("button", name="Publish …").click()
    page.get_by_label("Major").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Publish this edition").click()

    edition = Edition.objects.get(pk=draft.pk)
    assert edition.is_live
    assert edition.sections.get(key="crime").body == "<p>Typed without scripts.</p>"
    assert "Published on" in page.locator(".messagelist").inner_text()


def test_move_button_works_by_keyboard_and_opens_where_it_went(open_page, publisher, draft):
    page = open_form(open_page, publisher, draft)
    section_of(page, 1).locator("summary").first.click()

    page.get_by_role("button", name="Move up Roads").press("Enter")
    page.wait_for_url("**#section-*")

    assert [section.key for section in draft.sections.all()] == ["road", "crime"]
    assert section_of(page, 0).get_attribute("open") is not None


def test_foot_never_hides_what_has_the_focus(open_page, publisher, draft):
    page = open_form(open_page, publisher, draft, height=500)

    page.locator("#id_next_review_on").focus()

    focused = page.locator("#id_next_review_on").bounding_box()
    foot = page.locator(".foot").bounding_box()
    assert focused["y"] + focused["height"] <= foot["y"]


@pytest.mark.parametrize("scripts", [True, False])
def test_section_is_written_on_a_phone(open_page, publisher, draft, scripts):
    crime = draft.sections.get(key="crime")
    page = open_page(user=publisher, width=390, scripts=scripts)
    page.goto(reverse("admin:advisories_edition_section", args=[draft.pk, crime.pk]))
    if scripts:
        page.locator("[contenteditable=true]").wait_for()  # the editor has taken its place
        page.wait_for_function("document.documentElement.scrollWidth <= 390")  # once it is styled

    page.get_by_label("Rating").select_option("high")
    page.get_by_role("button", name="Save section").click()
    page.get_by_text("The section is saved.").wait_for()

    crime.refresh_from_db()
    assert (crime.rating, crime.body) == ("high", "<p>Thieves.</p>")

"""The search page as people meet it in a browser."""

import pytest

from tests.factories import make_country, make_edition, make_post, make_report
from tests.support.browser import check_accessibility


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True), (320, False)])
def test_search_page_has_no_accessibility_problem(transactional_db, open_page, width, dark):
    sections = [
        {"body": "<p>Robbed here.</p>", "anchor": f"a{n}", "heading": f"Part {n}", "rating": "high"}
        for n in range(12)
    ]
    make_edition(make_report(make_post(make_country())), sections=sections)
    page = open_page(width=width, dark=dark)

    page.goto("/search/")
    page.get_by_label("Search reports, alerts, countries and posts").fill("robbed")
    page.keyboard.press("Enter")
    page.get_by_text("Narrow the search").click()

    assert page.get_by_role("heading", name="12 results").is_visible()
    assert page.locator("mark").count() == 10
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    check_accessibility(page)
    page.goto("/search/?q=kasachstan")
    check_accessibility(page)

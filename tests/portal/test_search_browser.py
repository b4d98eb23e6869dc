"""The search page as people meet it in a browser."""

import pytest

from tests.factories import make_country, make_edition, make_post, make_report
from tests.support.axe import ALL, MODES, check_modes

WIDTHS = [*MODES, (320, "light", ALL)]


@pytest.mark.browser
def test_search_page_has_no_accessibility_problem(transactional_db, page):
    sections = [
        {"body": "<p>Robbed here.</p>", "anchor": f"a{n}", "heading": f"Part {n}", "rating": "high"}
        for n in range(12)
    ]
    make_edition(make_report(make_post(make_country())), sections=sections)

    page.goto("/search/")
    page.get_by_label("Search reports, alerts, countries and posts").fill("robbed")
    page.keyboard.press("Enter")
    page.get_by_text("Narrow the search").click()

    page.get_by_role("heading", name="12 results").wait_for()
    assert page.locator("mark").count() == 10
    check_modes(page, WIDTHS)
    page.goto("/search/?q=kasachstan")
    check_modes(page, WIDTHS)

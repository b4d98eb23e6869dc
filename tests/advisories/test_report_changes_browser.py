import pytest

from tests.factories import make_edition, make_report
from tests.support.browser import check_accessibility

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_comparison_is_accessible_in_all_its_ways(open_page, width, dark):
    report = make_report()
    old = {"key": "crime", "heading": "Crime", "body": "<p>Thieves work the markets.</p>"}
    new = old | {"heading": "Crime threats", "body": "<p>Thieves work the buses.</p>"}
    make_edition(report, year=2016, sections=[old | {"rating": "low"}])
    make_edition(report, year=2017, sections=[new | {"rating": "high"}], change_note="Up.")
    page = open_page(width=width, dark=dark)

    for way in ("changes", "whole", "side"):
        page.goto(f"/reports/{report.slug}/changes/?show={way}")
        check_accessibility(page)

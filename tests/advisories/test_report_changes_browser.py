import pytest

from tests.factories import make_edition, make_report
from tests.support.axe import check_modes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_comparison_is_accessible_in_all_its_ways(page):
    report = make_report()
    old = {"key": "crime", "heading": "Crime", "body": "<p>Thieves work the markets.</p>"}
    new = old | {"heading": "Crime threats", "body": "<p>Thieves work the buses.</p>"}
    make_edition(report, year=2016, sections=[old | {"rating": "low"}])
    make_edition(report, year=2017, sections=[new | {"rating": "high"}], change_note="Up.")

    for way in ("changes", "whole", "side"):
        page.goto(f"/reports/{report.slug}/changes/?show={way}")
        check_modes(page)

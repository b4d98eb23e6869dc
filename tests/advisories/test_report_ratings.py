"""How a report rated each risk, year by year: a chart, and a table that says the same."""

import pytest

from advisories.models import Tlp
from advisories.ratings import over_the_years, trend
from tests.factories import make_edition, make_user

pytestmark = pytest.mark.django_db


def rated(report, year, crime, **fields):
    sections = [
        {"key": "crime", "rating": crime},
        {"key": "road", "heading": f"Roads {year}", "rating": "critical"},
        {"key": "police"},
    ]
    return make_edition(report, year=year, sections=sections, **fields)


def test_years_stand_beside_each_other_under_the_newest_heading(report):
    editions = [rated(report, 2017, "high"), rated(report, 2015, "low")]

    years, rows = over_the_years(editions)

    assert years == [2015, 2017]
    assert [row.heading for row in rows] == ["Crime", "Roads 2017"]
    assert [[cell.rating for cell in row.cells] for row in rows] == [
        ["low", "high"],
        ["critical", "critical"],
    ]
    assert [trend(row) for row in rows] == ["Higher", "Same"]


def test_last_edition_of_a_year_counts(report):
    editions = [rated(report, 2017, "low"), rated(report, 2017, "medium", revision=2)]

    _years, rows = over_the_years(editions)

    assert [cell.rating for cell in rows[0].cells] == ["medium"]


def test_subject_that_was_given_up_and_words_without_rating_keep_their_place(report):
    old = make_edition(
        report, year=2012, sections=[{"key": "piracy", "rating_words": "Moderate-ish"}]
    )

    _years, rows = over_the_years([old, rated(report, 2017, "low")])

    assert [row.heading for row in rows] == ["Crime", "Roads 2017", "Piracy"]
    assert [cell.words for cell in rows[-1].cells] == ["Moderate-ish", ""]


def test_page_holds_chart_and_table_and_is_the_same_for_everybody(client, report):
    rated(report, 2015, "low")
    rated(report, 2017, "high")
    page = client.get(f"/reports/{report.slug}/ratings/")

    text = page.content.decode()
    assert text.partition('class="years"')[2].partition("</svg>")[0].count("<rect ") == 4
    assert "<td>Very high</td>" in text
    client.force_login(make_user("reader"))
    assert client.get(f"/reports/{report.slug}/ratings/").content == page.content
    assert "/ratings/" in client.get(f"/reports/{report.slug}/editions/").content.decode()


def test_year_that_a_stranger_may_not_read_leaves_no_trace(client, report, editor):
    rated(report, 2017, "high")
    rated(report, 2018, "critical", tlp=Tlp.GREEN)

    assert "2018" not in client.get(f"/reports/{report.slug}/ratings/").content.decode()
    client.force_login(editor)
    assert "2018" in client.get(f"/members/reports/{report.slug}/ratings/").content.decode()


def test_report_without_public_edition_has_no_page(client, report):
    rated(report, 2017, "high", tlp=Tlp.GREEN)

    assert client.get(f"/reports/{report.slug}/ratings/").status_code == 404


def test_report_without_ratings_says_so(client, report):
    make_edition(report, sections=[{"key": "police"}])

    page = client.get(f"/reports/{report.slug}/ratings/").content.decode()

    assert "No edition of this report rates a risk." in page

"""What changed between two editions, as a reader sees it (behavior I13)."""

import pytest
from django.urls import reverse

from advisories.models import Tlp
from tests.factories import make_edition, make_level, make_member, make_report

pytestmark = pytest.mark.django_db

CRIME = {"key": "crime", "heading": "Crime", "body": "<p>Thieves work the markets.</p>"}
ROADS = {"key": "road", "heading": "Road safety", "body": "<p>Drivers ignore signals.</p>"}
NEW_CRIME = CRIME | {"body": "<p>Thieves work the buses.</p>", "rating": "medium"}


@pytest.fixture
def report():
    report = make_report()
    make_edition(report, year=2016, sections=[CRIME | {"rating": "low"}, ROADS])
    make_edition(report, year=2017, sections=[NEW_CRIME, ROADS], change_note="Crime is up.")
    return report


def address(report, name="report_changes"):
    return reverse(f"advisories:{name}", args=[report.slug])


@pytest.mark.behavior("I13")
def test_the_two_newest_editions_are_compared_unless_others_are_named(client, report):
    page = client.get(address(report)).content.decode()

    assert "Crime is up." in page
    assert "<ins>" in page
    assert "buses" in page
    assert "Drivers ignore signals." not in page


def test_the_whole_report_is_shown_on_demand(client, report):
    page = client.get(address(report), {"show": "whole"}).content.decode()

    assert "Drivers ignore signals." in page


def test_editions_can_be_named_in_any_order(client, report):
    make_edition(report, year=2018, sections=[NEW_CRIME])

    answer = client.get(address(report), {"old": "2018-v1", "new": "2016-v1", "show": "side"})

    comparison = answer.context["comparison"]
    assert (comparison.before.year, comparison.after.year) == (2016, 2018)


@pytest.mark.parametrize("name", ["2099-v1", "x", "\0", "9" * 400, "2017-v1'--"])
def test_an_edition_that_does_not_exist_is_left_out_of_account(client, report, name):
    answer = client.get(address(report), {"old": name.replace("\0", "%00"), "show": name[:5]})

    assert answer.status_code in {200, 400}


def test_a_report_with_one_edition_has_nothing_to_compare(client):
    report = make_report()
    make_edition(report, year=2016)

    assert client.get(address(report)).status_code == 404


def test_a_restricted_edition_is_compared_for_members_only(client, report):
    secret = {**CRIME, "body": "<p>For members: MARKER.</p>"}
    make_edition(report, year=2018, tlp=Tlp.GREEN, sections=[secret])
    member = make_member().user

    public = client.get(address(report), {"new": "2018-v1"}).content.decode()
    client.force_login(member)
    same = client.get(address(report), {"new": "2018-v1"}).content.decode()
    answer = client.get(address(report, "member_report_changes"))

    assert "MARKER" not in public
    assert "2018" not in public
    assert public == same
    assert "MARKER" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


def test_a_level_that_changed_in_between_is_told_as_a_value(client, report):
    from datetime import timedelta

    old, new = report.editions.order_by("year")
    country = report.home
    make_level(country, 1, in_force_from=old.published_at - timedelta(days=9))
    report.editions.filter(pk=new.pk).update(published_at=new.published_at + timedelta(minutes=30))
    make_level(country, 2, in_force_from=old.published_at + timedelta(minutes=5))

    assert client.get(address(report)).context["levels"] == [1, 2]


def test_the_page_costs_the_same_with_two_sections_and_with_twenty(client, report, query_count):
    with_two = query_count(lambda: client.get(address(report)))
    other = make_report(title="Astana report")
    many = [CRIME | {"anchor": f"crime-{n}", "heading": f"Crime {n}"} for n in range(20)]
    for year in (2016, 2017):
        make_edition(other, year=year, sections=many)

    assert query_count(lambda: client.get(address(other))) == with_two

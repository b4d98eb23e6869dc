import pytest

from tests.factories import make_country, make_edition, make_member, make_post, make_report

pytestmark = pytest.mark.page


def test_current_editions_stand_by_country_and_restricted_ones_do_not(client, db):
    kazakhstan = make_country()
    almaty = make_report(make_post(kazakhstan), slug="almaty")
    make_edition(almaty, year=2016, title="Old one")
    make_edition(almaty, year=2017, title="Almaty report")
    make_edition(almaty, year=2018, title="Restricted one", tlp="green")
    make_edition(make_report(make_country("Bhutan"), slug="b"), title="Bhutan report")

    page = client.get("/reports/").content.decode()

    assert page.index("Bhutan report") < page.index("Almaty report")
    assert "Old one" not in page
    assert "Restricted one" not in page


def test_members_see_theirs_too(client, db):
    make_edition(make_report(slug="green"), title="Restricted one", tlp="green")
    client.force_login(make_member().user)

    page = client.get("/members/reports/").content.decode()

    assert "Restricted one" in page
    assert "/members/reports/green/" in page


def test_list_without_reports_says_so(client, db):
    assert "No reports have been published yet." in client.get("/reports/").content.decode()


@pytest.mark.parametrize("address", ["/reports/", "/reports/report/editions/"])
def test_query_count_does_not_grow(client, db, query_count, address):
    report = make_report(slug="report")
    make_edition(report, year=2010)
    few = query_count(lambda: client.get(address))
    for number in range(3):
        make_edition(report, year=2011 + number)
        make_edition(make_report(make_country(f"Country {number}"), slug=f"report-{number}"))

    assert query_count(lambda: client.get(address)) == few


def test_long_list_has_pages(client, db):
    for number in range(101):
        make_edition(make_report(slug=f"report-{number}"), title=f"Report {number:03}")

    first, second = (client.get(f"/reports/?page={page}").content.decode() for page in (1, 2))

    assert "Report 099" in first
    assert "Report 100" not in first
    assert "Report 100" in second
    assert 'rel="next"' in first


def test_editions_are_listed_newest_first_with_their_notes(client, db):
    report = make_report(slug="almaty")
    make_edition(report, year=2016, change_note="Two attacks.")
    make_edition(report, year=2017, revision=2)
    make_edition(report, year=2018, tlp="green", change_note="Restricted.")

    page = client.get("/reports/almaty/editions/").content.decode()

    assert page.index("2017, version 2") < page.index("/2016/v1/")
    assert page.index("2017, version 2") < page.index("Current<") < page.index("Two attacks.")
    assert "Restricted." not in page

"""What stays at the address of an edition that was taken back."""

from datetime import UTC, datetime

import pytest

from advisories.models import Edition, Tlp
from tests.factories import make_council, make_edition, make_member, make_post, make_report

SECRET = "Hornbeam"
ADDRESS = "/reports/almaty/2017/v1/"
MOMENT = datetime(2026, 5, 3, 4, tzinfo=UTC)


@pytest.fixture
def report(db):
    return make_report(make_post(), slug="almaty")


def withdraw(edition):
    Edition.objects.filter(pk=edition.pk).update(withdrawn_at=MOMENT)
    return edition


@pytest.mark.behavior("J1", "J8")
def test_tombstone_says_since_when_and_what_to_read_instead(client, report):
    section = {"key": "crime", "body": f"<p>{SECRET}</p>"}
    withdraw(make_edition(report, title=SECRET, summary=SECRET, sections=[section]))
    make_edition(report, year=2018, title="Almaty report")

    response = client.get(ADDRESS)

    page = response.content.decode()
    assert response.status_code == 410
    assert "The 2017 edition was withdrawn on" in page
    assert "3 May 2026, 09:00 in Almaty" in page
    assert '<a href="/reports/almaty/">Almaty report, 2018</a>' in page
    assert SECRET not in page


def test_report_of_which_nothing_is_left_says_so_too(client, report):
    withdraw(make_edition(report))

    page = client.get("/reports/almaty/")

    assert page.status_code == 410
    assert "There is no current edition of this report." in page.content.decode()
    assert "/countries/kazakhstan/" in page.content.decode()


@pytest.mark.behavior("J1")
def test_restricted_tombstone_is_for_those_who_could_read_the_edition(client, report):
    council = make_council()
    withdraw(make_edition(report, tlp=Tlp.AMBER, council=council, title=SECRET))
    make_edition(report, year=2016)
    address = f"/members{ADDRESS}"
    missing = client.get("/members/reports/almaty/1999/v1/")
    for person in (None, make_member(make_council("Other")).user):
        if person:
            client.force_login(person)
        for path in (address, ADDRESS):
            assert client.get(path).status_code == 404
            assert client.get(path).content == missing.content
    client.force_login(make_member(council).user)

    response = client.get(address)

    assert response.status_code == 410
    assert SECRET not in response.content.decode()
    assert "private" in response["Cache-Control"]


def test_draft_that_never_was_public_leaves_nothing(client, report):
    make_edition(report, published=False)

    assert client.get(ADDRESS).status_code == 404


def test_list_of_editions_names_those_withdrawn(client, report):
    withdraw(make_edition(report))
    withdraw(make_edition(report, year=2015, tlp=Tlp.GREEN))
    make_edition(report, year=2018)

    page = client.get("/reports/almaty/editions/").content.decode()

    assert "Withdrawn" in page
    assert "3 May 2026" in page
    assert "2015" not in page


@pytest.mark.behavior("I9")
def test_review_without_change_is_told_with_its_day_and_not_by_whom(client, report):
    edition = make_edition(report)
    Edition.objects.filter(pk=edition.pk).update(reviewed_at=MOMENT, next_review_on="2027-05-03")

    page = client.get("/reports/almaty/").content.decode()

    assert "Reviewed, nothing changed" in page
    assert "3 May 2026" in page
    assert "3 May 2027" in page

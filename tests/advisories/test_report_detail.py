from datetime import UTC, date, datetime

import pytest
from django.utils.html import strip_tags

from advisories.models import Role
from tests.factories import (
    make_assignment,
    make_council,
    make_edition,
    make_level,
    make_member,
    make_post,
    make_report,
    make_staff,
)
from web.models import SiteSettings

pytestmark = pytest.mark.page

CONTACTS = [
    {"role": "police", "label": "Police", "number": "102", "tel": "102", "e164": ""},
    {
        "role": "clinic",
        "label": "Clinic",
        "number": "8-727-258-1911",
        "tel": "+77272581911",
        "e164": "+77272581911",
        "hours": "24 hours",
        "address": "11 Luganskogo Street",
    },
]


@pytest.fixture
def report(db):
    return make_report(make_post(), slug="almaty")


def page_of(client, address="/reports/almaty/", status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def words_of(page):
    return " ".join(strip_tags(page[page.index("<main") :].replace("<", " <")).split())


def test_report_shows_title_dates_level_and_addresses(client, report):
    make_level(report.country, 2)
    make_edition(
        report,
        year=2017,
        revision=3,
        title="Almaty crime and safety report",
        published_at=datetime(2017, 2, 2, 4, tzinfo=UTC),
        next_review_on=date(2018, 2, 2),
        approved_as="Regional security office",
    )

    page = page_of(client)
    words = words_of(page)

    assert "<h1>Almaty crime and safety report, 2017</h1>" in page
    assert "Kazakhstan · Level 2: Increased caution" in words
    assert "2 February 2017, 10:00 in Almaty (UTC+6)" in words
    assert '<time datetime="2017-02-02T04:00Z">' in page
    assert "2017, version 3" in words
    assert "2 February 2018" in words
    assert "Regional security office" in words
    assert "/reports/almaty/2017/v3/" in page
    assert "PDF" not in page


def test_title_that_holds_the_year_is_left_alone(client, report):
    make_edition(report, year=2017, title="Kazakhstan 2017 Crime & Safety Report: Almaty")

    assert "<h1>Kazakhstan 2017 Crime &amp; Safety Report: Almaty</h1>" in page_of(client)


@pytest.mark.behavior("J1")
def test_sections_keep_their_anchors_and_depths(client, report):
    make_edition(
        report,
        sections=[
            {"key": "overall", "heading": "Overall"},
            {"key": "crime", "heading": "Crime threats", "depth": 2, "rating": "low"},
            {"key": "terrorism", "heading": "Terrorism", "rating_words": "guarded"},
        ],
    )

    page = page_of(client)

    assert '<h2 id="overall">Overall</h2>' in page
    assert '<h3 id="crime">Crime threats</h3>' in page
    assert page.index('<h3 id="crime">') < page.index('<h2 id="terrorism">')
    assert '<a href="#crime">Crime threats</a>' in page
    assert "guarded" in page
    assert "Changed in this edition" not in page
    assert "New in this edition" not in page


def test_section_in_which_nothing_stands_is_left_out(client, report):
    make_edition(
        report,
        sections=[
            {"key": "transport", "heading": "Transportation", "body": ""},
            {"key": "road", "heading": "Roads", "depth": 2, "body": "<p>Ice.</p>"},
            {"key": "resources", "heading": "Additional resources", "body": ""},
        ],
    )

    page = page_of(client)

    assert "Transportation" in page
    assert "Additional resources" not in page


def test_body_is_cleaned_again_at_output(client, report):
    make_edition(report, sections=[{"body": '<p onclick="x()">Text</p><script>x()</script>'}])

    page = page_of(client)

    assert "<p>Text</p>" in page
    assert "onclick" not in page
    assert "<script" not in page


def test_changes_are_told_against_the_public_edition_before(client, report):
    old = [
        {"key": "crime", "body": "<p>Same.</p>", "rating": "low"},
        {"key": "road", "body": "<p>Ice.</p>", "rating": "critical"},
        {"key": "terrorism", "body": "<p>Quiet.</p>", "rating": "medium"},
    ]
    new = [
        {"key": "crime", "body": "<p>Same.</p>", "rating": "low"},
        {"key": "road", "body": "<p>Thaw.</p>", "rating": "high"},
        {"key": "terrorism", "body": "<p>Quiet.</p>", "rating": "high"},
        {"key": "medical", "body": "<p>New clinic.</p>"},
    ]
    make_edition(report, year=2015, sections=[])
    make_edition(report, year=2016, sections=old)
    make_edition(report, year=2016, revision=2, tlp="green", sections=new)
    make_edition(report, year=2017, sections=new)

    page = page_of(client)
    words = words_of(page)

    assert "with what changed since 2016" in words
    assert "High ▲ Raised from Medium" in words
    assert "High ▼ Lowered from Very high" in words
    assert words.count("Changed in this edition") == 2
    assert "New in this edition See the change to Medical New clinic." in words
    assert "Crime Low Same." in words


def test_rating_names_come_from_the_settings(client, report):
    site = SiteSettings.load()
    site.rating_names = ["Little", "Some", "Much", "Extreme"]
    site.save()
    make_edition(report, sections=[{"rating": "critical"}])

    assert "Extreme" in page_of(client)


def test_contacts_are_those_frozen_into_the_edition(client, report):
    make_edition(report, contacts=CONTACTS, sections=[{"body": "<p>Call 102 at once.</p>"}])

    page = page_of(client)

    assert "Emergency contacts in Almaty" in page
    assert 'href="tel:+77272581911"' in page
    assert "11 Luganskogo Street" in page
    assert '<p>Call <a href="tel:102">102</a> at once.</p>' in page


def test_edition_without_contacts_leads_to_the_country(client, report):
    make_edition(report)

    assert "See the page of Kazakhstan" in page_of(client)


@pytest.mark.behavior("J1")
def test_older_edition_leads_to_the_current_one(client, report):
    make_edition(report, year=2016, title="Almaty report")
    make_edition(report, year=2017, title="Almaty report")

    old = page_of(client, "/reports/almaty/2016/v1/")
    current = page_of(client, "/reports/almaty/2017/v1/")

    assert "This is the 2016 edition." in old
    assert "Read the current one: Almaty report, 2017" in old
    assert "note warn" not in current


def test_newest_public_edition_is_current_without_a_hint_of_a_restricted_one(client, report):
    make_edition(report, year=2017)
    make_edition(report, year=2018, tlp="green")

    for address in ("/reports/almaty/", "/reports/almaty/2017/v1/"):
        page = page_of(client, address)
        assert "note warn" not in page
        assert "2018" not in page
        assert "All editions (1)" in page


def test_withdrawn_and_scheduled_editions_are_gone(client, report):
    make_edition(report, year=2016)
    edition = make_edition(report, year=2017)
    edition.withdrawn_at = edition.published_at
    edition.save()
    make_edition(report, year=2018, published_at=datetime(2099, 1, 1, tzinfo=UTC))

    assert "2016" in page_of(client)
    page_of(client, "/reports/almaty/2017/v1/", status=410)
    page_of(client, "/reports/almaty/2018/v1/", status=404)


def test_member_reads_green_and_own_amber_among_the_members_pages(client, report):
    own = make_council()
    other = make_council("Bishkek council")
    make_edition(report, year=2016)
    make_edition(report, year=2017, tlp="green")
    make_edition(report, year=2018, tlp="amber", council=own)
    make_edition(report, year=2019, tlp="amber", council=other)
    client.force_login(make_member(own).user)

    page = page_of(client, "/members/reports/almaty/")
    editions = page_of(client, "/members/reports/almaty/editions/")

    assert "TLP:AMBER" in page
    assert "2018" in page
    assert "/members/reports/almaty/2017/v1/" in editions
    assert "2019" not in editions
    page_of(client, "/members/reports/almaty/2017/v1/")
    page_of(client, "/members/reports/almaty/2019/v1/", status=404)
    assert client.get("/members/reports/almaty/")["Cache-Control"] == "private, no-store"


def test_stranger_finds_no_restricted_edition_among_the_members_pages(client, report):
    make_edition(report, year=2017, tlp="green")

    page_of(client, "/members/reports/almaty/", status=404)
    page_of(client, "/members/reports/almaty/2017/v1/", status=404)
    page_of(client, "/members/reports/", status=302)


def test_editor_reads_no_draft_here(client, report):
    editor = make_staff("editor")
    make_assignment(editor, Role.EDITOR, country=report.country)
    make_edition(report, published=False)
    client.force_login(editor)

    page_of(client, "/members/reports/almaty/", status=404)


@pytest.mark.parametrize("address", ["/reports/almaty/", "/members/reports/almaty/"])
def test_query_count_does_not_grow(client, report, query_count, address):
    client.force_login(make_member(make_council(country=report.country)).user)
    make_edition(report, year=2010)
    make_edition(report, year=2011, sections=[{"key": "crime"}], contacts=CONTACTS)
    few = query_count(lambda: client.get(address))
    for year in (2012, 2013, 2014):
        keys = ("crime", "road", "terrorism", "medical")
        make_edition(report, year=year, sections=[{"key": key} for key in keys], contacts=CONTACTS)

    many = query_count(lambda: client.get(address))

    assert many == few
    assert many <= 12


def test_report_on_a_topic_has_no_country(client, db):
    report = make_report(title="Driving overseas", slug="driving", country=None)
    make_edition(report)

    assert "All countries" in words_of(page_of(client, "/reports/driving/"))

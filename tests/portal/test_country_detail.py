import gzip
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from advisories.models import Indicator
from tests.factories import (
    make_alert,
    make_area,
    make_contact,
    make_council,
    make_country,
    make_edition,
    make_level,
    make_membership,
    make_post,
    make_report,
)
from web.models import SiteSettings

ADDRESS = "/countries/kazakhstan/"


@pytest.fixture
def kazakhstan(db):
    return make_country()


def page_of(client):
    response = client.get(ADDRESS)
    assert response.status_code == 200
    return response.content.decode()


def moment(year, month, day):
    return datetime(year, month, day, 6, tzinfo=UTC)


def test_level_tells_since_when_why_and_when_reviewed(client, kazakhstan):
    make_level(kazakhstan, 1, "Quiet.", in_force_from=moment(2013, 10, 1))
    make_level(kazakhstan, 2, "Attack.", in_force_from=moment(2016, 7, 20))
    change = make_level(
        kazakhstan,
        2,
        "Roads are dangerous.",
        in_force_from=moment(2017, 2, 2),
        reviewed_on=date(2017, 2, 2),
        next_review_on=date(2017, 8, 2),
    )
    change.indicators.add(Indicator.objects.create(code="C", name="Crime"))

    page = page_of(client)

    banner = page[page.index('class="banner b2"') : page.index('class="scale"')]
    assert "Level 2: Increased caution" in banner
    assert "Roads are dangerous." in banner
    assert "20 July 2016" in banner  # since when, not when it was last reviewed
    assert "2 February 2017" in banner
    assert "2 August 2017" in banner
    assert "crime" in banner
    assert '<li class="b2" aria-current="true">2 Increased caution</li>' in page
    assert page.count("aria-current=") == 2  # the scale, and the header's entry


def test_level_names_come_from_the_settings(client, kazakhstan):
    site = SiteSettings.load()
    site.level_names = ["Calm", "Careful", "Think twice", "Stay away"]
    site.save()
    make_level(kazakhstan, 2)

    assert "Level 2: Careful" in page_of(client)


def test_parts_with_another_level_are_listed_and_others_not(client, kazakhstan):
    make_level(kazakhstan, 2)
    make_level(kazakhstan, 4, "Border closed.", area=make_area(kazakhstan, "Southern strip"))
    make_level(kazakhstan, 2, "As everywhere.", area=make_area(kazakhstan, "Northern strip"))

    page = page_of(client)

    assert "in Southern strip: Border closed." in page
    assert "in Northern strip" not in page


def test_country_without_level_says_so(client, kazakhstan):
    page = page_of(client)

    assert "No advice" in page
    assert "No level has been set for Kazakhstan." in page
    assert "No alerts in force for Kazakhstan." in page
    assert "No report for Kazakhstan yet." in page
    assert 'aria-current="true"' not in page


def test_first_number_stands_right_under_the_level(client, kazakhstan):
    make_level(kazakhstan)
    make_contact(kazakhstan, role="clinic", name="Clinic", number="5", e164="+77272581911")
    make_contact(kazakhstan, role="police", number="102")

    page = page_of(client)

    assert page.index('class="scale"') < page.index('href="tel:102"') < page.index('id="ca"')
    assert 'href="tel:+77272581911"' in page
    assert "From abroad" in page


def test_emergency_numbers_are_dialed_as_written_and_desks_stand_with_their_post(
    client, kazakhstan
):
    make_contact(kazakhstan, role="general", number="112")
    make_contact(kazakhstan, role="fire", number="101")
    make_contact(kazakhstan, role="ambulance", number="103")
    make_contact(kazakhstan, role="police", number="102")
    almaty = make_post(kazakhstan, address="Samal-2")
    desk = {"number": "8-727-250-4900", "e164": "+77272504900", "hours": "office hours"}
    make_contact(kazakhstan, role="citizen_services", post=almaty, **desk)
    make_contact(kazakhstan, role="duty_officer", post=almaty, number="8-727-250-4892")

    page = page_of(client)
    box = page[page.index('class="sos"') : page.index('id="ps"')]
    card = page[page.index('id="ps"') :]

    numbers = [f'href="tel:{number}"' for number in ("102", "103", "101", "112", "87272504892")]
    assert [box.index(number) for number in numbers] == sorted(map(box.index, numbers))
    assert "8-727-250-4900" not in box
    assert 'Citizen services <a href="tel:+77272504900">' in card
    assert "From abroad:" in card
    assert "office hours" in card


def test_desks_are_called_where_there_is_no_other_number(client, kazakhstan):
    make_contact(
        kazakhstan, role="citizen_services", post=make_post(kazakhstan), number="5", e164="+75"
    )

    assert 'class="first"' in page_of(client)


def test_entry_rules_tell_as_of_when_and_who_says_so(client, kazakhstan):
    assert "Entry rules" not in page_of(client)
    kazakhstan.entry_rules = "<p>Bring a passport.</p><script>x()</script>"
    kazakhstan.entry_as_of, kazakhstan.entry_source = date(2026, 5, 1), "Migration Police"
    kazakhstan.save()

    page = page_of(client)

    assert "<p>Bring a passport.</p>" in page
    assert "<script" not in page
    assert "As of" in page
    assert "1 May 2026" in page
    assert "Source: Migration Police" in page


def test_last_ended_alert_is_named_when_none_is_in_force(client, kazakhstan):
    alert = make_alert(kazakhstan, published_at=moment(2016, 12, 1), starts_on=date(2016, 12, 1))
    alert.ended_at = moment(2016, 12, 2)
    alert.save()

    assert "The last one ended on 2 December 2016." in strip_tags(page_of(client))


def test_alerts_of_posts_areas_and_everywhere_are_shown_worst_first(client, kazakhstan):
    make_alert(make_post(kazakhstan), title="of the post", grade=1)
    make_alert(make_area(kazakhstan), title="of the area", grade=2)
    make_alert(title="of the world", everywhere=True, grade=3)
    make_alert(make_country("Nepal"), title="of elsewhere")

    page = page_of(client)

    order = [page.index(f"of the {what}") for what in ("world", "area", "post")]
    assert order == sorted(order)
    assert "of elsewhere" not in page


def test_more_alerts_than_shown_link_to_the_list(client, kazakhstan):
    for _ in range(11):
        make_alert(kazakhstan)

    page = page_of(client)

    assert page.count("drugging and robbery") == 10
    assert "All 11 alerts for Kazakhstan" in page


def test_news_are_the_last_three_changes_with_what_they_did(client, kazakhstan):
    report = make_report(kazakhstan, "Kazakhstan report")
    make_level(kazakhstan, 1, in_force_from=moment(2013, 1, 1))
    make_level(kazakhstan, 2, "Attack.", in_force_from=moment(2016, 7, 20))
    make_edition(report, year=2016, published_at=moment(2016, 2, 2), title="Old")
    make_edition(
        report,
        year=2017,
        published_at=moment(2017, 2, 2),
        title="Kazakhstan report",
        change_note="Adds two attacks.",
    )

    page = page_of(client)
    news = page[page.index('id="wc"') : page.index('id="rp"')]

    assert "Adds two attacks." in news
    assert "Level raised from 1 to 2" in news
    assert "Level set to 1" not in news
    assert "/2017/v1/" in news
    assert "/changes/?old=2016-v1&amp;new=2017-v1" in news
    assert "Compare with 2016" in news


def test_quiet_correction_is_no_news(client, kazakhstan):
    edition = make_edition(make_report(kazakhstan), published=False)
    edition.published_at, edition.major = timezone.now(), False
    edition.save()

    assert 'id="wc"' not in page_of(client)


def test_reports_name_their_earlier_editions(client, kazakhstan):
    report = make_report(make_post(kazakhstan), slug="almaty")
    for year in (2015, 2016, 2017):
        make_edition(report, year=year, title=f"Report of {year}")

    page = page_of(client)

    assert "Report of 2017</a></th>" in page
    assert ">2016, 2015<" in page
    assert "/reports/almaty/editions/" in page


def test_main_risks_are_a_list_with_bold_subjects(client, kazakhstan):
    kazakhstan.main_risks = "**Traffic** is dangerous.\n\n* **Theft** <b>happens</b>."
    kazakhstan.save()

    page = page_of(client)

    assert "<li><strong>Traffic</strong> is dangerous.</li>" in page
    assert "<li><strong>Theft</strong> &lt;b&gt;happens&lt;/b&gt;.</li>" in page


def test_council_shows_its_size_and_unlisted_post_is_hidden(client, kazakhstan):
    council = make_council(country=kazakhstan)
    make_membership(council)
    make_post(kazakhstan, "Hidden", listed_at=None)

    page = page_of(client)

    assert "1 member organization." in page
    assert "Meets twice a year." in page
    assert "Hidden" not in page


def fill(country, rows):
    """So many alerts, reports with two editions, contacts and parts with a level."""
    for number in range(rows):
        post = make_post(country, f"Post {number}", slug=f"{country.slug}-{number}")
        make_alert(post, country)
        report = make_report(post, slug=f"{country.slug}-{number}")
        make_edition(report, year=2016)
        make_edition(report, year=2017)
        make_contact(country, number=str(number), post=post)
        make_level(country, 3, area=make_area(country, f"Area {number}"))


@pytest.mark.parametrize("rows", [3, 100])
def test_query_count_does_not_grow(client, kazakhstan, query_count, rows):
    make_level(kazakhstan)
    fill(kazakhstan, 1)
    few = query_count(lambda: client.get(ADDRESS))
    nepal = make_country("Nepal")
    make_level(nepal)
    fill(nepal, rows)

    many = query_count(lambda: client.get("/countries/nepal/"))

    assert many == few
    assert many <= 12


def test_page_is_small(client, kazakhstan):
    fill(kazakhstan, 5)

    page = client.get(ADDRESS).content

    assert len(gzip.compress(page)) <= 14_000
    assert b"<script" not in page
    assert b"@font-face" not in page


def test_scheduled_level_is_not_told(client, kazakhstan):
    make_level(kazakhstan, 4, "Secret plan.", in_force_from=timezone.now() + timedelta(hours=1))

    assert "Secret plan." not in page_of(client)


def test_page_shows_each_change_of_its_facts_at_once(client, kazakhstan):
    """Parts that were drawn before are kept; none of them may outlive what it was drawn from."""
    post = make_post(kazakhstan)
    level = make_level(kazakhstan)
    level.indicators.add(crime := Indicator.objects.create(code="C", name="Crime"))
    contact = make_contact(kazakhstan, post=post)
    council = make_council(country=kazakhstan)
    edition = make_edition(make_report(post), change_note="First.")
    alert = make_alert(post)
    site = SiteSettings.load()

    for row, field, value in [
        (site, "name", "Council of the Steppe"),
        (site, "publisher", "Published by the steppe."),
        (site, "council_word", "assembly"),
        (site, "posts_word", "missions"),
        (site, "level_names", ["One", "Twofold", "Three", "Four"]),
        (kazakhstan, "main_risks", "Frost"),
        (kazakhstan, "name", "Qazaqstan"),
        (level, "reason", "Wolves are about."),
        (crime, "name", "Robbery"),
        (contact, "number", "+7 727 000 00 01"),
        (contact, "name", "The steppe desk"),
        (post, "hours", "At dawn"),
        (council, "meets", "every fortnight"),
    ]:
        setattr(row, field, value)
        row.save()
        shown = value[1] if isinstance(value, list) else value
        assert shown.casefold() in page_of(client).casefold(), field

    alert.ended_at = timezone.now()
    alert.save()
    assert "The last one ended" in strip_tags(page_of(client))
    make_membership(council)
    assert "1 member organization" in page_of(client)
    make_edition(edition.report, year=edition.year + 1, change_note="Second.")
    assert "Second." in page_of(client)
    edition.report.editions.update(withdrawn_at=timezone.now())
    assert "No report for" in page_of(client)

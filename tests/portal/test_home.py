import gzip
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from advisories.countries import load_countries
from advisories.models import Country
from council.models import Council
from tests.factories import (
    make_alert,
    make_area,
    make_council,
    make_country,
    make_edition,
    make_level,
    make_meeting,
    make_post,
    make_report,
)
from web.models import SiteSettings

pytestmark = pytest.mark.page


@pytest.fixture
def atlas(db):
    """Every country of the world, none with a level."""
    load_countries()


def page_of(client):
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def set_levels(count):
    for number, country in enumerate(Country.objects.exclude(numeric="")[:count]):
        make_level(country, number % 4 + 1)


def test_map_appears_with_ten_levels(client, atlas):
    set_levels(9)
    assert "<figure" not in page_of(client)

    make_level(Country.objects.get(alpha2="KZ"), 2)
    page = page_of(client)

    assert "<figure" in page
    assert page.count("<h1") == 1


@pytest.mark.behavior("J7")
def test_map_and_table_hold_the_same_levels(client, atlas):
    set_levels(12)

    page = page_of(client)
    drawing = page[page.index("<figure") : page.index("</figure>")]
    table = page[page.index('id="all"') :]

    assert "3 at level 1" in drawing  # 12 countries, dealt out to four levels
    assert drawing.count("3 countries") >= 4
    for number in range(1, 5):
        assert table.count(f'href="#lv{number}"') == 3
        assert f"/countries/?level={number}" in drawing
    assert table.count("<tr>") == Country.objects.count() + 1


def test_home_with_map_is_small(client, atlas):
    set_levels(200)
    for number in range(5):
        make_alert(Country.objects.all()[number])

    assert len(gzip.compress(client.get("/").content)) <= 60_000


def test_home_takes_as_many_queries_with_one_as_with_many(client, atlas, query_count):
    set_levels(11)
    fill(1)
    few = query_count(lambda: client.get("/"))
    fill(5)

    many = query_count(lambda: client.get("/"))

    assert many == few
    assert many <= 12


def fill(rows):
    kazakhstan = Country.objects.get(alpha2="KZ")
    for number in range(rows):
        make_alert(kazakhstan, make_country("Nepal"))
        make_level(kazakhstan, number % 4 + 1)
        slug = f"report-{rows}-{number}"
        make_edition(make_report(kazakhstan, slug=slug))


def test_current_alerts_are_five_at_most_worst_and_newest_first(client, db):
    now = timezone.now()
    for number in range(4):
        age = timedelta(hours=number)
        make_alert(make_country(), title=f"notice {number}", grade=1, published_at=now - age)
    make_alert(make_country("Nepal"), title="emergency", grade=3, published_at=now - timedelta(9))
    make_alert(make_country("Nepal"), title="warning", grade=2)
    make_level(make_country())
    make_level(make_country("Nepal"))

    page = page_of(client)

    order = [page.index(title) for title in ("emergency", "warning", "notice 0", "notice 2")]
    assert order == sorted(order)
    assert "notice 3" not in page


def test_global_emergency_stands_above_everything(client, db):
    make_alert(everywhere=True, grade=3, title="airspace closed")
    make_alert(make_country(), grade=3, title="flood")

    page = page_of(client)

    assert page.index('class="note err"') < page.index("airspace closed") < page.index("<h1")
    assert page.count('class="note err"') == 1


def test_level_changes_say_what_they_did(client, db):
    kazakhstan, nepal = make_country(), make_country("Nepal")
    now = timezone.now()
    make_level(kazakhstan, 3, in_force_from=now - timedelta(days=9))
    make_level(kazakhstan, 2, in_force_from=now - timedelta(days=3))
    make_level(nepal, 1, in_force_from=now - timedelta(days=8))
    make_level(nepal, 1, "Yearly review.", in_force_from=now - timedelta(days=2))
    make_level(nepal, 4, area=make_area(nepal, "Border"), in_force_from=now - timedelta(days=1))

    words = " ".join(strip_tags(page_of(client)).split())

    assert "Lowered from level 3 to Level 2" in words
    assert "Reviewed, stays at Level 1" in words
    assert "Border, Nepal Set to Level 4" in words


def test_latest_reports_tell_what_is_new(client, db):
    make_level(make_country("Nepal"))
    make_edition(
        make_report(make_country()), title="Kazakhstan report", change_note="Two new roads."
    )

    page = page_of(client)

    assert "Kazakhstan report" in page
    assert "New: Two new roads." in page


@pytest.mark.behavior("J8")
def test_empty_site_says_what_is_not_there(client, db):
    page = page_of(client)

    assert "No alerts in force." in page
    assert "No level has been set yet." in page
    assert "No reports have been published yet." in page


def test_one_country_makes_home_its_page_with_the_news_of_its_council(client, db):
    kazakhstan = make_country()
    make_country("Nepal")
    make_edition(make_report(make_post(kazakhstan)))
    council = make_council(country=kazakhstan, about="Members share what they see.")
    make_meeting(council, title="Open day", tlp="clear")
    make_meeting(council, title="Members only", tlp="amber")
    assert Council.objects.count() == 1

    page = page_of(client)

    assert "<h1>Kazakhstan</h1>" in page
    assert "Members share what they see." in page
    assert "Open day" in page
    assert "Members only" not in page


def test_green_report_covers_no_country(client, db):
    make_level(make_country())
    make_edition(make_report(make_country("Nepal")), tlp="green")

    assert "<h1>Kazakhstan</h1>" in page_of(client)


def test_few_countries_are_listed_instead_of_drawn(client, db):
    make_level(make_country(), 2)
    make_edition(make_report(make_country("Nepal")))
    make_country("Bhutan")

    page = page_of(client)
    listed = page[page.index('id="cov"') : page.index('id="al"')]

    assert "Level 2: Increased caution" in listed
    assert "Nepal" in listed
    assert "Bhutan" not in listed


def test_home_shows_each_change_of_its_facts_at_once(client, atlas):
    set_levels(10)
    make_alert(make_post())
    edition = make_edition(change_note="First.")
    kazakhstan = Country.objects.get(alpha2="KZ")
    page_of(client)

    kazakhstan.name = "Qazaqstan"
    kazakhstan.save()
    assert page_of(client).count("Qazaqstan") > 4  # found, drawn, listed, told of
    make_level(kazakhstan, 4, "Wolves are about.")
    page = page_of(client)
    assert "Qazaqstan: level 4" in page
    assert "Wolves are about." in page
    make_post(kazakhstan, "Shymkent")
    assert "Shymkent" in page_of(client)
    make_edition(edition.report, year=edition.year + 1, change_note="Second.")
    assert "Second." in page_of(client)
    SiteSettings(tagline="Advice for the steppe", level_names=["a", "b", "c", "Stay away"]).save()
    page = page_of(client)
    assert "Advice for the steppe" in page
    assert "Stay away" in page

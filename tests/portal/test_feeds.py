"""J3: Atom for all, a country, a post, a section; ids that stay; restricted items never."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone
from lxml import etree

from advisories.models import Edition, LevelChange
from alerts.actions import retract_alert
from alerts.models import Alert
from tests.factories import (
    make_alert,
    make_area,
    make_country,
    make_edition,
    make_level,
    make_member,
    make_post,
    make_report,
    make_user,
)
from tests.support.feeds import ATOM, SCHEMA, entries_of, ids_of, read_feed, texts_of, titles_of
from web.models import SiteSettings
from web.pagecache import PageCache

FEEDS = [
    "/feeds/all.atom",
    "/feeds/countries/kazakhstan.atom",
    "/feeds/posts/almaty.atom",
    "/feeds/sections/crime.atom",
]
SECRET = "Hornbeam"


def crime(text, **fields):
    return {"key": "crime", "heading": "Crime", "body": f"<p>{text}</p>", **fields}


@pytest.fixture
def almaty(db):
    """A post with two editions, a level and an alert, and as much again that is restricted."""
    post = make_post(make_country())
    report = make_report(post, slug="almaty")
    make_edition(report, year=2016, sections=[crime("Bags are cut.")])
    make_edition(report, year=2017, change_note="Bars added.", sections=[crime("Bars, too.")])
    make_level(post.country, 2)
    make_alert(post, year=2026, slug="robbery")
    hide(post, report)
    return post


def hide(post, report):
    section = [crime(SECRET, rating_words=SECRET)]
    hidden = {"title": SECRET, "change_note": SECRET, "sections": section}
    make_edition(report, year=2018, tlp="green", **hidden)
    make_edition(report, year=2019, published=False, **hidden)
    soon = timezone.now() + timedelta(days=1)
    make_edition(report, year=2020, published_at=soon, **hidden)
    withdrawn = make_edition(report, year=2015, **hidden)
    Edition.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())
    make_level(post.country, 4, reason=SECRET, in_force_from=soon)
    make_alert(post, title=SECRET, tlp="green")
    make_alert(post, title=SECRET, exercise=True)
    make_alert(post, title=SECRET, sent=False)


@pytest.mark.behavior("J3")
@pytest.mark.parametrize("address", FEEDS)
def test_feed_holds_to_the_standard_and_nothing_restricted(client, almaty, address):
    client.force_login(make_member().user)

    response = client.get(address)

    assert entries_of(read_feed(response))
    assert SECRET.lower() not in response.content.decode().lower()


@pytest.mark.parametrize(
    ("whole", "broken"),
    [
        ("<id>", "<id/><id>"),
        ("<title>", "<titel/><title>"),
        ("<updated>", "<updated>on "),
        ('rel="self"', 'relation="self"'),
        ('type="text/html"', 'type="html"'),
        ("<name>", "<name/><name>"),
        ('type="text">', 'type="plain">'),
    ],
)
def test_schema_finds_what_is_wrong_with_a_feed(client, almaty, whole, broken):
    text = client.get("/feeds/all.atom").content.decode()
    assert whole in text

    assert not SCHEMA.validate(etree.fromstring(text.replace(whole, broken, 1).encode()))


@pytest.mark.parametrize("address", FEEDS)
def test_feed_is_open_to_every_site_and_checked_by_its_etag(client, almaty, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "public" in first["Cache-Control"]
    assert not first.cookies
    assert again.status_code == 304
    assert client.options(address).status_code == 204
    assert client.post(address).status_code == 405


def test_pages_stay_closed_to_other_sites(client, almaty):
    response = client.get("/countries/kazakhstan/")

    assert "Access-Control-Allow-Origin" not in response.headers
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.behavior("J3")
def test_ids_stay_when_titles_and_addresses_change(client, almaty):
    before = ids_of(read_feed(client.get("/feeds/all.atom")))

    almaty.country.name, almaty.country.slug = "Qazaqstan", "qazaqstan"
    almaty.country.save()
    report = Edition.objects.live().clear().first().report
    report.slug = "elsewhere"
    report.save()
    after = ids_of(read_feed(client.get("/feeds/all.atom")))

    assert after == before
    assert len(after) == 4
    assert all(name.startswith("tag:127.0.0.1,2026:") for name in after)


def test_ids_and_links_come_from_the_configured_address(client, almaty, settings):
    settings.SITE_URL = "https://council.example.org"

    root = read_feed(client.get("/feeds/all.atom", headers={"host": "localhost"}))

    assert root.findtext(f"{ATOM}id") == "tag:council.example.org,2026:feed"
    links = [link.get("href") for link in root.iter(f"{ATOM}link")]
    assert all(link.startswith("https://council.example.org/") for link in links)


def test_edition_comes_with_the_editors_note_and_what_changed(client, almaty):
    texts = texts_of(read_feed(client.get("/feeds/posts/almaty.atom")))

    assert "Bars added.\nChanged: Crime." in texts


def test_minor_edition_without_a_note_stays_quiet(client, almaty):
    edition = Edition.objects.get(year=2016)
    Edition.objects.filter(pk=edition.pk).update(major=False)

    ids = ids_of(read_feed(client.get("/feeds/all.atom")))

    assert not [name for name in ids if name.endswith(f"edition/{edition.pk}")]


def test_level_says_what_it_was_before(client, almaty):
    make_level(almaty.country, 3)

    titles = titles_of(read_feed(client.get("/feeds/countries/kazakhstan.atom")))

    assert "Kazakhstan: level 3, Reconsider travel, before: 2" in titles
    assert "Kazakhstan: level 2, Increased caution" in titles


def test_section_feed_tells_only_of_editions_in_which_it_changed(client, almaty):
    report = Edition.objects.get(year=2017).report
    road = {"key": "road", "heading": "Roads"}
    make_edition(report, year=2017, revision=2, sections=[crime("Bars, too."), road])

    crime_ids = ids_of(read_feed(client.get("/feeds/sections/crime.atom")))
    road_ids = ids_of(read_feed(client.get("/feeds/sections/road.atom")))

    assert len(crime_ids) == 2
    assert len(road_ids) == 1
    assert road_ids[0].endswith("/section/road")


def test_section_feed_tells_when_the_section_is_gone(client, almaty):
    report = Edition.objects.get(year=2017).report
    make_edition(report, year=2017, revision=2, sections=[{"key": "road", "heading": "Roads"}])

    root = read_feed(client.get("/feeds/sections/crime.atom"))

    assert len(ids_of(root)) == 3
    assert texts_of(root)[0] == "Gone: Crime."
    assert "#" not in entries_of(root)[0].find(f"{ATOM}link").get("href")


def test_feed_of_a_post_holds_what_concerns_it(client, almaty):
    elsewhere = make_post(almaty.country, "Astana")
    make_alert(elsewhere, title="a storm in Astana")
    make_alert(almaty.country, title="a strike of trains")
    far = make_area(almaty.country, "Caspian shore")
    make_level(almaty.country, 4, area=far, reason="Far away.")

    titles = titles_of(read_feed(client.get("/feeds/posts/almaty.atom")))

    assert [title for title in titles if "strike" in title]
    assert not [title for title in titles if "storm" in title or "Caspian" in title]


def test_ended_alert_is_told_again_with_the_reason(client, almaty):
    alert = Alert.objects.clear().sent().get()
    ended = timezone.now() + timedelta(minutes=1)
    Alert.objects.filter(pk=alert.pk).update(ended_at=ended, ended_because="The bars closed.")

    root = read_feed(client.get("/feeds/all.atom"))

    newest = entries_of(root)[0]
    assert newest.findtext(f"{ATOM}id").endswith(f"alert/{alert.pk}")
    assert "Ended: The bars closed." in newest.findtext(f"{ATOM}summary")


def test_alert_sent_by_mistake_says_so_in_its_title(client, almaty):
    alert = Alert.objects.clear().sent().get()
    retract_alert(alert, by=make_user("sender"), title="no robbery", text="There was no robbery.")

    newest = entries_of(read_feed(client.get("/feeds/all.atom")))[0]

    assert newest.findtext(f"{ATOM}id").endswith(f"alert/{alert.pk}")
    assert newest.findtext(f"{ATOM}title").startswith("Sent by mistake: Almaty: ")
    assert newest.findtext(f"{ATOM}summary").startswith("Sent by mistake: There was no robbery.")


def test_empty_feed_is_whole_and_always_the_same(client, db):
    first, second = client.get("/feeds/all.atom"), client.get("/feeds/all.atom")

    assert entries_of(read_feed(first)) == []
    assert first.content == second.content


def test_nothing_that_somebody_typed_breaks_the_document(client, almaty):
    LevelChange.objects.update(reason="a ]]> <b>&amp;\x0b\x1b\ufffe end")
    SiteSettings(name="A & B <council>").save()

    root = read_feed(client.get("/feeds/all.atom"))

    assert root.findtext(f"{ATOM}author/{ATOM}name") == "A & B <council>"
    assert "a ]]> <b>&amp; end" in texts_of(root)


@pytest.mark.parametrize(
    "address",
    ["countries/nowhere", "posts/nowhere", "sections/nothing", "countries/%F0%9F%92%A9"],
)
def test_feed_of_nothing_is_a_404(client, almaty, address):
    assert client.get(f"/feeds/{address}.atom").status_code == 404


def test_post_that_is_not_listed_has_no_feed(client, almaty):
    almaty.listed_at = None
    almaty.save()

    assert client.get("/feeds/posts/almaty.atom").status_code == 404


@pytest.mark.parametrize("address", FEEDS[:3])
def test_long_feed_costs_as_many_queries_as_a_short_one(client, almaty, query_count, address):
    short = query_count(lambda: client.get(address))
    report = Edition.objects.filter(year=2017).get().report
    for number in range(3):
        make_edition(report, year=2017, revision=number + 2, change_note="More.")
        make_level(almaty.country, 2 + number % 2)
        make_alert(almaty, title=f"storm {number}")

    assert query_count(lambda: client.get(address)) <= short


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/", "/feeds/all.atom"),
        ("/countries/kazakhstan/", "/feeds/countries/kazakhstan.atom"),
        ("/reports/", "/feeds/all.atom"),
        ("/alerts/", "/alerts/cap.atom"),
    ],
)
def test_page_names_its_feed_for_readers_and_for_programs(client, almaty, page, feed):
    make_report(make_country("Uzbekistan"))
    make_level(make_country("Uzbekistan"))
    text = client.get(page).content.decode()

    assert f'<link rel="alternate" type="application/atom+xml" href="{feed}"' in text
    if page != "/":
        assert f'<a href="{feed}"' in text


def test_page_cache_keeps_a_feed_with_its_headers(client, almaty):
    """The bytes come from memory, and say as much as those that Django made."""
    asked = []

    def application(environ, start_response):
        asked.append(environ["PATH_INFO"])
        response = client.get(environ["PATH_INFO"])
        start_response("200 OK", list(response.items()))
        return [response.content]

    cache = PageCache(application)
    first, again = ask(cache, "/feeds/all.atom"), ask(cache, "/feeds/all.atom")

    assert asked == ["/feeds/all.atom"]
    assert first == again
    assert first[0]["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert first[0]["Access-Control-Allow-Origin"] == "*"


def ask(application, path):
    said = []
    environ = RequestFactory().get(path).environ
    body = application(environ, lambda status, headers, _error=None: said.append(headers))
    return dict(said[0]), b"".join(body)

"""J3: the feeds as a feed reader that is not ours opens them."""

import feedparser
import pytest

from advisories.models import LevelChange
from tests.factories import make_alert, make_country, make_edition, make_level, make_post
from tests.factories import make_report as report_on
from tests.support.feeds import ATOM, entries_of, read_feed
from web.models import SiteSettings

FEEDS = [
    "/feeds/all.atom",
    "/feeds/countries/kazakhstan.atom",
    "/feeds/posts/almaty.atom",
    "/feeds/sections/crime.atom",
]
ODD = 'Алматы “5 < 6” & <script>alert("1")</script> ]]>'


@pytest.fixture
def told(db):
    SiteSettings(name="A & B council").save()
    post = make_post(make_country())
    crime = [{"key": "crime", "heading": "Crime", "body": "<p>Bags are cut.</p>"}]
    make_edition(report_on(post), change_note=ODD, title=ODD, sections=crime)
    make_level(post.country, 2, reason=ODD)
    make_alert(post, title=ODD)


def opened(response):
    sent = {name.lower(): value for name, value in response.items()}
    found = feedparser.parse(response.content, response_headers=sent)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


@pytest.mark.once
@pytest.mark.behavior("J3")
@pytest.mark.parametrize("address", FEEDS)
def test_feed_reader_finds_what_stands_in_the_feed(client, told, address):
    response = client.get(address)
    root, found = read_feed(response), opened(response)

    assert found.feed.author == "A & B council"
    assert found.feed.title
    assert found.feed.updated_parsed
    assert [entry.id for entry in found.entries] == [
        entry.findtext(f"{ATOM}id") for entry in entries_of(root)
    ]
    assert found.entries
    for entry in found.entries:
        assert entry.link.startswith("http")
        assert entry.published_parsed <= entry.updated_parsed
        assert entry.title
        assert entry.summary


@pytest.mark.once
def test_feed_reader_shows_words_and_runs_none_of_them(client, told):
    """Titles and summaries are text: what looks like HTML is shown as it was typed."""
    found = opened(client.get("/feeds/all.atom"))

    for entry in found.entries:
        assert entry.title_detail.type == entry.summary_detail.type == "text/plain"
    assert LevelChange.objects.get().reason in " ".join(entry.summary for entry in found.entries)
    assert any(ODD in entry.title for entry in found.entries)

"""Restricted text is found by nobody who may not see it, on any way (P14, P15; I10, I15, J3).

tests/portal/planted.py puts a marker in each place that is not everybody's; here every
address is opened by each of its readers, and whatever else tells: search, mail, the cache,
exported countries. A marker must also show for somebody, or looking for it proves nothing.
"""

import json
import re
from collections import defaultdict

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.timezone import now

from advisories.bundle import export_country
from advisories.models import Attachment, Edition, LevelChange
from council.models import Meeting, Minutes
from portal.search import Question, search
from tests.alerts.told import deliver_once
from tests.factories import make_subscription
from tests.portal.planted import COUNTRY, MARKER, READERS
from tests.portal.planted_paths import desk_paths, paths
from web.pagecache import PageCache


def leaks(planted, reader, text, asked=""):
    """The places whose marker stands in a text that this reader may not see it in."""
    found = set(MARKER.findall(text)) - set(MARKER.findall(asked))
    return sorted(planted.places[mark] for mark in found if reader not in planted.seen_by[mark])


# The other side's people are the same, mirrored; search and mail below ask for them too.
WALKERS = ["anonymous", "almaty member", "almaty chair", "almaty editor", COUNTRY]


@pytest.mark.once
@pytest.mark.behavior("I10", "I11", "I15", "J3", "P14")
def test_marker_shows_for_nobody_who_may_not_see_it(planted, read):
    found, shown, walked = defaultdict(list), set(), 0
    for reader in WALKERS:
        for path in paths(reader):
            response = read(reader, path)
            walked += 1
            assert response.status_code < 500, (reader, path)
            for place in leaks(planted, reader, response.whole, asked=path):
                found[place].append((reader, path))
            if response.status_code == 200:
                shown |= set(MARKER.findall(response.whole)) - set(MARKER.findall(path))
    walkers = set(WALKERS) - {COUNTRY}  # who looks at little; what is theirs alone is asked of them
    readable = {m for m, seen in planted.seen_by.items() if seen & walkers or seen == {COUNTRY}}
    hidden = sorted(planted.places[mark] for mark in readable - shown)
    assert dict(found) == {}
    assert hidden == [], "these show for nobody, so looking for them proves nothing"
    assert walked > 700


@pytest.mark.behavior("I10", "P15")
def test_editor_meets_404_for_everything_of_another_post(planted, read):
    """Every page of staff, for every draft and file of theirs; not one is told apart."""
    theirs = Edition.objects.filter(report__slug="plain-astana", year__in=(2014, 2020, 2021, 2022))
    hidden = [file.get_absolute_url() for file in Attachment.objects.filter(edition__in=theirs)]

    met = {path: read("almaty editor", path).status_code for path in [*desk_paths(theirs), *hidden]}

    assert len(met) > 60
    assert {path: status for path, status in met.items() if status != 404} == {}


@pytest.mark.behavior("J2", "I15", "P14")
@pytest.mark.parametrize("archive", [False, True])
def test_search_finds_and_counts_for_its_readers_only(planted, archive):
    """Every hidden text has the word "burglars"; who may read none of them finds none."""
    counts = {}
    for reader in READERS:
        user = planted.people[reader] or AnonymousUser()
        results = search(user, Question("burglars", archive=archive)).page
        text = " ".join(f"{hit.title} {hit.snippet} {hit.url}" for hit in results.object_list)
        assert leaks(planted, reader, text.lower()) == []
        counts[reader] = (results.paginator.count, len(set(MARKER.findall(text.lower()))))
    assert counts["anonymous"] == counts["traveler"] == (0, 0)
    assert all(min(pair) > 0 for who, pair in counts.items() if "member" in who)
    assert counts["almaty member"] == counts["astana member"]


@pytest.mark.behavior("I15", "J3", "P14")
def test_mail_carries_a_marker_to_its_readers_only(planted, mailbox):
    """Everybody follows the country, and every fact there is gets told."""
    people = {name: person for name, person in planted.people.items() if person}
    for person in people.values():
        make_subscription(person, planted.country, new_reports=True)
    Edition.objects.live().update(announced_at=now())
    LevelChange.objects.in_force().update(announced_at=now())
    Meeting.objects.announced().update(announced_at=now())
    Minutes.objects.published().update(published_at=now())

    deliver_once()

    wrong, told = [], set()
    for name, person in people.items():
        for message in mailbox.to(person):
            text = "\n".join([str(message.message), message.subject, message.text, message.html])
            told |= set(MARKER.findall(text.lower()))
            wrong += [(name, place) for place in leaks(planted, name, text.lower())]
    assert wrong == []
    assert {planted.places[mark] for mark in told} >= {
        "title of a green edition",
        "title of an amber alert",
        "title of a meeting",
    }


def test_exported_country_holds_no_marker(planted):
    text = json.dumps(export_country(planted.country))

    assert "Plain words." in text
    assert MARKER.findall(text.lower()) == []


def test_cache_keeps_nothing_of_what_a_member_or_editor_opened(planted, read):
    def django(environ, start_response):
        response = read(environ["reader"], environ["PATH_INFO"])
        start_response(f"{response.status_code} Said", list(response.items()))
        return [response.content]

    def ask(reader, path):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "reader": reader}
        return b"".join(cache(environ, lambda status, headers, error=None: None)).decode()

    cache = PageCache(django)
    for path in paths("anonymous"):
        if re.search(r"reports/plain-almaty/20(16|18|20)|alerts/20.*/[pq][^/]*/$", path):
            ask("almaty editor", path)
            ask("almaty member", path)
            assert leaks(planted, "anonymous", ask("anonymous", path).lower(), asked=path) == []
    assert len(cache.pages) > 2

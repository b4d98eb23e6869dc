"""J2 in the archive: the newest come first, and what is old, rare or a phrase is found too."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from portal.search import Question, search
from portal.search.results import MOST
from portal.search.shelves import ARCHIVE
from tests.factories import make_council, make_country, make_edition, make_member, make_report

ANYBODY = AnonymousUser()
YEARS = range(2010, 2019)


def found(typed, user=ANYBODY, **asked):
    """The years of what the archive has, in order."""
    results = search(user, Question(typed, archive=True, **asked))
    return [hit.edition.year for hit in results.page.object_list]


@pytest.fixture
def report(db):
    """An edition a year, in which the same words stand together only in 2011."""
    report = make_report(make_country())
    for year in YEARS:
        body = "Police station robbed." if year == 2011 else "Police robbed the station."
        body += " A hornbeam fell." if year == 2010 else ""
        make_edition(report, year=year, sections=[{"body": f"<p>{body}</p>"}])
    make_edition(report, year=2026)
    return report


@pytest.fixture
def few(monkeypatch):
    """Four results are as many as are counted."""
    monkeypatch.setitem(MOST, ARCHIVE, 4)


@pytest.mark.behavior("J2")
def test_frequent_word_is_found_in_the_newest_editions(report, few):
    results = search(ANYBODY, Question("robbed", archive=True))

    assert found("robbed") == [2018, 2017, 2016, 2015]
    assert results.page.paginator.count == 4
    assert results.more


@pytest.mark.behavior("J2")
@pytest.mark.parametrize("typed", ["hornbeam", "police hornbeam", '"hornbeam fell"'])
def test_rare_word_is_found_in_the_oldest_edition(report, few, typed):
    results = search(ANYBODY, Question(typed, archive=True))

    assert found(typed) == [2010]
    assert not results.more


@pytest.mark.behavior("J2")
@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ('"police station"', [2011]),
        ('"police stations"', [2011]),  # by their stems
        ('"police station robbing"', [2011]),
        ('"station police"', []),
        ('"police robbed" "the station"', [2018, 2017, 2016, 2015]),
    ],
)
def test_phrase_of_frequent_words_is_found(report, few, typed, years):
    assert found(typed) == years


def test_pairs_alone_make_no_phrase(report):
    parted = "<p>Robbed the bank near the station.</p>"
    make_edition(report, year=2020, sections=[{"body": parted}])

    assert found('"robbed the station"')[0] == 2018


def test_year_and_country_narrow_the_archive(report, few):
    georgia = make_report(make_country("Georgia"), "Georgia report")
    for year in (2013, 2021):
        make_edition(georgia, year=year, sections=[{"body": "<p>Robbed.</p>"}])

    assert found("robbed", year=2012) == [2012]
    assert found("robbed", country=georgia.country_id) == [2013]
    assert found("robbed", year=2013) == [2013, 2013]
    assert found("robbed", year=1800) == []


def test_restricted_editions_take_no_place_of_others(report, few):
    """They are newer than all that anybody may read, and more than are counted."""
    almaty = make_council()
    member = make_member(almaty).user
    before = found("robbed")
    for revision in range(2, 9):
        make_edition(
            report,
            year=2018,
            revision=revision,
            tlp="amber",
            council=almaty,
            sections=[{"body": "<p>Robbed.</p>"}],
        )

    assert found("robbed") == before == [2018, 2017, 2016, 2015]
    assert found("robbed", member) == [2018] * 4


def test_index_made_at_a_stroke_finds_the_same(report):
    call_command("index_search")

    assert found('"police station"') == [2011]
    assert found("robbed")[:3] == [2018, 2017, 2016]
    call_command("index_search")
    assert found("hornbeam") == [2010]

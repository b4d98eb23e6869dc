"""Two editions compared section by section (behavior I13)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories.comparison import compare, longest_rise
from tests.factories import make_edition, make_report

pytestmark = pytest.mark.django_db


def editions(old, new):
    """Two drafts of one report, with (key, heading, body) sections."""
    report = make_report()
    made = []
    for year, sections in ((2016, old), (2017, new)):
        rows = [
            {"key": key, "anchor": f"{key}-{number}", "heading": heading, "body": body}
            for number, (key, heading, body) in enumerate(sections)
        ]
        made.append(make_edition(report, year=year, published=False, sections=rows))
    return made


def compared(old, new):
    return compare(*editions(old, new))


CRIME = ("crime", "Crime", "<p>Thieves work the markets.</p>")
ROADS = ("road", "Road safety", "<p>Drivers ignore signals.</p>")
UNREST = ("unrest", "Civil unrest", "<p>Protests are rare.</p>")
QUAKE = ("environment", "Earthquakes", "<p>The city lies on a fault.</p>")


def test_equal_editions_have_nothing_to_tell():
    comparison = compared([CRIME, ROADS], [CRIME, ROADS])

    assert comparison.nothing
    assert comparison.unchanged == 2


@pytest.mark.behavior("I13")
def test_a_section_put_in_the_middle_changes_one_entry():
    comparison = compared([CRIME, ROADS, UNREST], [CRIME, QUAKE, ROADS, UNREST])

    assert [change.section.heading for change in comparison.changed] == ["Earthquakes"]
    assert comparison.changed[0].added


def test_a_removed_section_stands_where_it_stood():
    comparison = compared([CRIME, ROADS, UNREST], [CRIME, UNREST])

    assert [change.section.key for change in comparison.changes] == ["crime", "road", "unrest"]
    assert [change.removed for change in comparison.changes] == [False, True, False]


def test_removed_sections_at_the_beginning_keep_their_order():
    comparison = compared([QUAKE, CRIME, ROADS], [ROADS])

    assert [change.section.key for change in comparison.changes] == [
        "environment", "crime", "road",
    ]  # fmt: skip


@pytest.mark.behavior("I13")
def test_a_moved_section_is_the_only_one_that_moved():
    comparison = compared([CRIME, ROADS, UNREST, QUAKE], [ROADS, UNREST, QUAKE, CRIME])

    assert [change.section.key for change in comparison.changes if change.moved] == ["crime"]


@pytest.mark.behavior("I13")
def test_a_renamed_section_is_found_by_its_key():
    renamed = ("crime", "Crime Environment", CRIME[2])

    (change,) = compared([CRIME], [renamed]).changed

    assert change.renamed
    assert not change.rewritten


def test_sections_the_vocabulary_does_not_know_are_paired_by_likeness():
    old = [("other", "Local customs and laws", "<p>a</p>"), ("other", "Photography", "<p>b</p>")]
    new = [("other", "Photography", "<p>b</p>"), ("other", "Local laws and customs", "<p>a</p>")]

    comparison = compared(old, new)

    assert not any(change.added or change.removed for change in comparison.changes)


@pytest.mark.behavior("I13")
def test_an_unknown_section_moved_renamed_and_edited_is_found_by_its_words():
    text = "<p>Bears come down to the villages in spring, and wolves in winter.</p>"
    old = [CRIME, ("other", "Wildlife", text), ROADS, UNREST]
    new = [CRIME, ROADS, UNREST, ("other", "Dangerous animals", text.replace("spring", "April"))]

    comparison = compared(old, new)

    [change] = comparison.changed
    assert (change.way, change.moved, change.renamed, change.rewritten) == ("changed", *[True] * 3)
    assert (change.additions, change.removals) == (1, 1)


def test_unlike_unknown_sections_are_not_taken_for_one_another():
    comparison = compared(
        [("other", "Photography", "<p>b</p>")], [("other", "Wildlife", "<p>c</p>")]
    )

    assert sorted((change.added, change.removed) for change in comparison.changes) == [
        (False, True), (True, False),
    ]  # fmt: skip


@pytest.mark.behavior("I13")
def test_a_rating_is_compared_as_a_value():
    before, after = editions([CRIME], [CRIME])
    before.sections.update(rating="low")
    after.sections.update(rating="medium")

    (change,) = compare(before, after).rerated

    assert not change.rewritten
    assert change.blocks == [[change.blocks[0][0]]]


def test_words_inside_a_paragraph_are_counted():
    changed = ("crime", "Crime", "<p>Thieves work the buses.</p>")

    (change,) = compared([CRIME], [changed]).changed

    assert (change.additions, change.removals) == (1, 1)


@pytest.mark.behavior("I13")
def test_contacts_are_compared_as_values():
    before, after = editions([CRIME], [CRIME])
    number = {"role": "police", "label": "Police", "number": "102", "tel": "102"}
    before.contacts = [number]
    after.contacts = [number | {"number": "112", "tel": "112"}]

    (change,) = compare(before, after).contacts

    assert (change.before["number"], change.after["number"]) == ("102", "112")


@given(st.lists(st.integers(0, 30), unique=True, max_size=12))
def test_what_stays_rises(numbers):
    staying = [numbers[position] for position in sorted(longest_rise(numbers))]

    assert staying == sorted(staying)
    assert len(staying) >= min(1, len(numbers))

"""Whatever the text: nothing is lost, nothing fails, every anchor is its own."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories.cleaning import clean_html
from tests.advisories.importing import (
    SAMPLE,
    VOCABULARY,
    read,
    read_path,
    signs,
    signs_of,
    words_of,
)

pytestmark = pytest.mark.once

HEADINGS = sorted(
    {
        heading
        for row in VOCABULARY.data["sections"]
        for heading in VOCABULARY.spelled_out([row["name"], *row.get("aliases", [])])
    }
)
FURNITURE = [
    "Report DETAILS", "Print", "12 views", "Kazakhstan 2017 Crime & Safety Report: Almaty",
    "Asia > Kazakhstan > Almaty", "Last Updated: March 2021", "Crime Rating: High", "Call 102.",
    "• a bullet", "·", "- ", "* * *", "8-727-250-4892 (24 hrs)", "Embassy Astana:", "<b>&amp;</b>",
    "“Quoted.”", "See the Report “X.”", "assessed A, B and C as being a HIGH-threat location",
    "Clınıc: 8-727-250-4892", "Kenya 2017 Crıme & Safety Report", "Crıme Rating: Hıgh",
]  # fmt: skip
BREAKS = ["\n", "\n\n", "\n\n\n", " ", "\r\n", "\x0c", "\N{NO-BREAK SPACE}", "\N{LINE SEPARATOR}"]
pieces = st.one_of(st.sampled_from(HEADINGS), st.sampled_from(FURNITURE), st.text(max_size=40))
texts = st.lists(st.tuples(pieces, st.sampled_from(BREAKS)), max_size=30).map(
    lambda rows: "".join(piece + end for piece, end in rows)
)


def check(text):
    parsed = read(text)
    assert parsed.lost_characters == 0
    assert signs_of(parsed) == signs(parsed.source)
    assert len(parsed.source) == len(text)
    anchors = [section.anchor for section in parsed.sections]
    assert len(anchors) == len(set(anchors))
    assert {section.depth for section in parsed.sections} <= {1, 2}
    for section in parsed.sections:  # the cleaner takes nothing more
        assert words_of(clean_html(section.body)).split() == words_of(section.body).split()
    return parsed


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_any_text_is_read_without_loss(text):
    check(text)


@given(texts)
def test_headings_sprinkled_into_any_text_lose_nothing(text):
    check(text)


@pytest.mark.parametrize("name", ["almaty-2016.txt", "almaty-2017.txt"])
def test_the_sample_reports_have_all_28_headings(name):
    parsed = read_path(SAMPLE / name)
    assert len(parsed.sections) == 28
    assert parsed.lost_characters == 0
    assert parsed.missing_ratings == []


@given(data=st.data())
def test_a_report_with_damaged_lines_loses_nothing(data):
    lines = (SAMPLE / "almaty-2017.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "double", "insert", "join", "swap"])):
            case "drop":
                del lines[place]
            case "double":
                lines.insert(place, lines[place])
            case "insert":
                lines.insert(place, data.draw(pieces) + "\n")
            case "join":
                lines[place] = lines[place].rstrip("\n") + " "
            case "swap":
                lines[place], lines[-1] = lines[-1], lines[place]
    check("".join(lines))


@given(st.integers(0, 27))
def test_the_count_of_lost_characters_tells_a_loss(index):
    parsed = read_path(SAMPLE / "almaty-2017.txt")
    section = parsed.sections[index]
    heading = replace(section.title, text=section.title.text[:-1])
    parsed.sections[index] = replace(section, title=heading)
    assert parsed.lost_characters > 0


def test_the_count_of_lost_characters_tells_text_out_of_order():
    parsed = read_path(SAMPLE / "almaty-2017.txt")
    parsed.sections[3:5] = parsed.sections[4:2:-1]
    assert parsed.lost_characters > 0

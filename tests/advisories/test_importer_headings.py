"""Which lines are headings, and under which key."""

import pytest

from tests.advisories.importing import VOCABULARY, keys, notes, report

pytestmark = pytest.mark.once

PROSE = "Petty theft is the most likely crime, above all in markets and on crowded buses."


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Crime Threats", "crime"),
        ("CRIME  THREATS:", "crime"),
        ("Crime\N{NO-BREAK SPACE}Threats\N{NO-BREAK SPACE}", "crime"),
        ("1.1 Crime Threats", "crime"),
        ("A. Crime Threats", "crime"),
        ("(a) Crime Threats", "crime"),
        ("Section I: Overall Crime and Safety Situation", "overall"),
        ("IV. Political, Economic, Religious & Ethnic Violence", "political_violence"),
        ("Religious – Ethnic Violence", "religious_ethnic"),
        ("Post Specific Concerns", "post_specific"),
        ("Personal Identity and Human Rights Concerns", "identity"),
        ("U.S. Embassy Location and Contact Information", "post_contact"),
        ("Embassy/Consulate Contact Numbers", "numbers"),
        ("Consulate General Guidance", "guidance"),
        ("OSAC Country Chapter(s)", "council"),
        ("Road Safety (and Road Conditions)", "road"),
        ("Crime", None),
        ("I", None),
        ("", None),
    ],
)
def test_headings_match_in_every_spelling(words, key):
    assert VOCABULARY.match(words) == key


def test_every_name_and_alias_leads_to_its_key():
    rows = {row["key"]: row for row in VOCABULARY.data["sections"]}
    for key, row in rows.items():
        for heading in VOCABULARY.spelled_out([row["name"], *row.get("aliases", [])]):
            assert VOCABULARY.match(heading) == key
            assert VOCABULARY.match("II. " + heading.upper().replace(" and ", " & ")) == key


def test_a_sentence_that_mentions_a_heading_is_not_split():
    parsed = report(
        "OSAC Country Council",
        "The council is part of our civil unrest planning.",
        "Civil Unrest is discussed below.",
        "Members asked about\ncivil unrest\nand about road safety.",
        "Civil unrest\nand protests are rare.",
    )
    assert keys(parsed) == ["council"]


def test_a_bullet_worded_like_a_heading_stays_in_its_list():
    parsed = report(
        "Crime Threats", "Read more on:\n• Kidnapping Threat\n• Landmines\n\n• Landmines"
    )
    assert keys(parsed) == ["crime"]


def test_headings_are_found_without_blank_lines_around_them():
    parsed = report(
        f"Crime Threats\n{PROSE}\nPolice Response\n\n{PROSE}", "Terrorism Threat\nLandmines"
    )
    assert keys(parsed) == ["crime", "police", "terrorism", "landmines"]


def test_a_key_used_twice_gets_an_anchor_of_its_own():
    parsed = report("Landmines", PROSE, "Police Response", PROSE, "Landmines", PROSE)
    assert [section.anchor for section in parsed.sections] == ["landmines", "police", "landmines-2"]


def test_an_unknown_heading_keeps_its_words_and_place():
    parsed = report(
        "Police Response", PROSE, "Personnel-Background Concerns", PROSE, "Landmines", PROSE
    )
    assert keys(parsed) == ["police", "other", "landmines"]
    assert parsed.sections[1].heading == "Personnel-Background Concerns"
    assert parsed.sections[1].depth == 2
    assert notes(parsed, "heading_unknown") == ["Personnel-Background Concerns"]


def test_short_lines_that_are_no_headings_stay_text():
    parsed = report(
        "Police Response", PROSE, "Call 102", "Ask for help", PROSE, "Crime Rating: High", PROSE,
        "Additional Resources", "Kazakhstan Country Information Sheet", PROSE, "Travel Advisory",
        "Landmines", PROSE,
    )  # fmt: skip
    assert keys(parsed) == ["police", "resources"]


def test_text_above_the_first_heading_is_unplaced_and_not_lost():
    parsed = report(PROSE, "Crime Threats", PROSE)
    assert parsed.unplaced_text == PROSE
    assert parsed.unplaced_characters == len(PROSE.replace(" ", ""))
    assert parsed.lost_characters == 0


def test_a_text_without_headings_says_so():
    parsed = report(PROSE)
    assert parsed.sections == []
    assert "headings_missing" in [note.code for note in parsed.notes]

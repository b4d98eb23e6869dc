"""One report in every shape in which people have it: always the same sections, nothing lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisories.importer import read_source
from tests.advisories.importing import (
    SAMPLE,
    SEED_REPORT,
    SHAPES,
    from_pdf,
    keys,
    memo,
    on_one_line,
    page,
    read,
    signs,
    signs_of,
    words_of,
    wrapped,
)

pytestmark = pytest.mark.once

SAMPLE_REPORT = SAMPLE / "almaty-2017.txt"
reports = [
    pytest.param(SAMPLE_REPORT, id="sample"),
    pytest.param(SEED_REPORT, id="seed", marks=pytest.mark.seed),
]
PROSE = "Petty theft is the most likely crime, above all in markets and on crowded buses."
LEAD = (
    "The current U.S. Department of State Travel Advisory at the date of this report’s publication "
    "assesses Kazakhstan at Level 1, indicating travelers should exercise normal precautions."
)
HEADINGS_2019 = [
    "Overall Crime and Safety Situation", "Crime Threats", "Cybersecurity Issues",
    "Other Areas of Concern", "Transportation-Safety Situation", "Road Safety and Road Conditions",
    "Public Transportation Conditions", "Terrorism Threat",
    "Local, Regional, and International Terrorism Threats/Concerns",
    "Anti-American/Anti-Western Sentiment", "Political, Economic, Religious, and Ethnic Violence",
    "Civil Unrest", "Post-specific Concerns", "Environmental Hazards",
    "Personal Identity Concerns", "Kidnapping Threat", "Police Response", "Crime Victim Assistance",
    "Medical Emergencies", "Available Air Ambulance Services", "OSAC Country Council Information",
    "U.S. Embassy Location and Contact Information", "Embassy Address and Hours of Operation",
    "Embassy Contact Numbers", "Embassy Guidance", "Additional Resources",
]  # fmt: skip
HEADINGS_2021 = [
    "Travel Advisory", "Crime Environment", "Crime: General Threat", "Crime: Areas of Concern",
    "Kidnapping Threat", "Drug Crime", "Terrorism Environment", "Anti-U.S. Sentiment",
    "Political Violence and Civil Unrest Environment", "Elections/Political Stability",
    "Protest & Demonstration Activity", "Law Enforcement", "Police/Security Agencies",
    "Transportation Security", "Road Safety", "Public Transit", "Aviation/Airport Concerns",
    "Personal Identity & Human Rights Concerns", "Health Concerns", "OSAC Country Chapters",
    "Helpful Information",
]  # fmt: skip


def of_2019():
    blocks = ["Kazakhstan 2019 Crime & Safety Report: Almaty", LEAD]
    return "\n\n".join([*blocks, *(f"{heading}\n\n{PROSE}" for heading in HEADINGS_2019)])


def of_2021(below_date="\n\n"):
    head = f"Kazakhstan Country Security Report: Almaty\n\nLast Updated: March 3, 2021{below_date}"
    return head + "\n\n".join(f"{heading}\n\n{PROSE}" for heading in HEADINGS_2021)


def check_whole(parsed):
    assert parsed.lost_characters == 0
    assert signs_of(parsed) == signs(parsed.source)


def words(parsed):
    """All words of each section, however they are broken into paragraphs."""
    return [
        (section.heading, "".join(words_of(section.body).split())) for section in parsed.sections
    ]


@pytest.mark.parametrize("report", reports)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_sections(report, shape):
    text = read_source(report)
    first, other = read(text), read(SHAPES[shape](text))

    assert keys(other) == keys(first)
    assert len(other.sections) == 28
    assert [section.anchor for section in other.sections] == [s.anchor for s in first.sections]
    check_whole(other)
    assert (other.post_name, other.year) == ("Almaty", 2017)
    assert other.unplaced == []


@pytest.mark.parametrize("report", reports)
@pytest.mark.parametrize("shape", [page, wrapped, memo], ids=lambda shape: shape.__name__)
def test_pages_wrapped_text_and_memos_give_the_same_paragraphs(report, shape):
    text = read_source(report)
    first, other = read(text), read(shape(text))

    assert [s.body for s in other.sections] == [s.body for s in first.sections]
    assert len(other.contacts) == 9
    assert [c.number for c in other.contacts] == [c.number for c in first.contacts]
    assert other.digest == first.digest


@pytest.mark.parametrize("report", reports)
def test_one_line_gives_the_same_words_numbers_and_ratings(report):
    text = read_source(report)
    first, other = read(text), read(on_one_line(text))

    assert words(other) == words(first)
    assert {c.number for c in other.contacts} == {c.number for c in first.contacts}
    assert [(r.category, r.word) for r in other.ratings] == [
        (r.category, r.word) for r in first.ratings
    ]
    assert other.country_name == "Kazakhstan"
    assert other.digest == first.digest


def test_a_title_without_its_country_leaves_the_country_open():
    parsed = read(from_pdf(read_source(SAMPLE_REPORT)))
    assert parsed.country_name == ""
    assert "country_missing" in [note.code for note in parsed.notes]


@pytest.mark.parametrize("shape", [str, page, wrapped, on_one_line, memo], ids=lambda s: s.__name__)
def test_the_headings_of_2019_are_found_with_the_lead_above_them(shape):
    parsed = read(shape(of_2019()))

    assert len(parsed.sections) == 1 + len(HEADINGS_2019)
    assert (parsed.sections[0].key, parsed.sections[0].heading) == ("advisory", "Travel Advisory")
    assert words_of(parsed.sections[0].body) == LEAD
    assert keys(parsed) == keys(read(of_2019()))
    assert (parsed.country_name, parsed.post_name, parsed.year) == ("Kazakhstan", "Almaty", 2019)
    check_whole(parsed)


@pytest.mark.parametrize("shape", [str, page, wrapped, on_one_line, memo], ids=lambda s: s.__name__)
@pytest.mark.parametrize("below_date", ["\n\n", " ", ""], ids=["apart", "blank", "joined"])
def test_the_headings_of_2021_are_found_below_the_date(shape, below_date):
    parsed = read(shape(of_2021(below_date)))

    assert [section.heading for section in parsed.sections] == HEADINGS_2021
    assert "other" not in keys(parsed)
    assert (parsed.country_name, parsed.post_name, parsed.year) == ("Kazakhstan", "Almaty", 2021)
    assert parsed.unplaced == []
    check_whole(parsed)


SHORT = read_source(SAMPLE_REPORT)


@settings(max_examples=25, deadline=None)
@given(width=st.integers(60, 110), blank=st.integers(1, 3))
def test_any_width_gives_the_same_sections(width, blank):
    parsed = read(wrapped(SHORT, width, blank))
    assert words(parsed) == words(read(SHORT))
    assert parsed.unplaced == []
    check_whole(parsed)


@settings(max_examples=25, deadline=None)
@given(
    width=st.integers(60, 110), mark=st.sampled_from(["", "(U) ", "(SBU) "]),
    colon=st.sampled_from(["", ":"]),
)  # fmt: skip
def test_any_memo_gives_the_same_sections(width, mark, colon):
    parsed = read(memo(SHORT, width, mark, colon))
    assert words(parsed) == words(read(SHORT))
    assert parsed.unplaced == []
    check_whole(parsed)


@settings(max_examples=25, deadline=None)
@given(st.sets(st.integers(0, SHORT.count("\n\n") - 1)))
def test_a_report_partly_on_one_line_loses_nothing(places):
    blocks = SHORT.split("\n\n")
    text = blocks[0]
    for index, block in enumerate(blocks[1:]):
        text += (" " if index in places else "\n\n") + block
    check_whole(read(text))


@pytest.mark.parametrize(
    "sentence",
    [
        "The council is part of our civil unrest planning.",
        "Civil unrest and protests are rare. Police response varies. Landmines are found there.",
        "The Crime Victim Assistance unit and the Police Response Unit share an office.",
        "Read about Civil Unrest below. See “Road Safety” and (Kidnapping Threat) too.",
    ],
)
def test_a_sentence_on_the_one_line_that_mentions_a_heading_is_not_split(sentence):
    text = SHORT.replace("Protests are rare.", f"Protests are rare. {sentence}")
    assert text != SHORT
    parsed = read(on_one_line(text))
    assert keys(parsed) == keys(read(SHORT))
    check_whole(parsed)


def test_a_wrapped_sentence_is_not_split_where_a_line_is_a_heading():
    sentence = "Members of the council spoke at length of the plans that they have made against "
    text = SHORT.replace("Protests are rare.", f"Protests are rare. {sentence}civil unrest.")
    for width in range(60, 100):
        assert keys(read(wrapped(text, width))) == keys(read(SHORT))


def test_headings_broken_over_lines_are_one_heading():
    text = SHORT
    for heading in ("Local, Regional, and International Terrorism", "How to Handle Incidents of"):
        text = text.replace(f"{heading} ", f"{heading}\n")
    assert text != SHORT
    parsed = read(text)
    assert words(parsed) == words(read(SHORT))


def test_a_menu_of_the_headings_is_no_report():
    parsed = read(SHORT)
    menu = "\n".join(section.heading for section in parsed.sections)
    other = read(f"{menu}\n\n{SHORT}")
    assert keys(other) == keys(parsed)
    assert len(other.chrome) == len(parsed.sections)
    check_whole(other)


def test_words_of_the_site_and_of_memos_around_the_report_are_set_aside():
    around = "Skip to main content\nHome\n\nDownload as PDF, TXT or DOCX\n\nViews: 1,024"
    tags = "Crime; Financial Security; Stolen Items"
    head, _, rest = SHORT.partition("\n\n")
    parsed = read(f"{around}\n\n{head}\n\n{tags}\n\n{rest}\n\nPage 11 of 11\n\n© 2017 Council")
    assert parsed.unplaced == []
    assert parsed.digest == read(SHORT).digest
    assert [line.text for line in parsed.chrome][-3:] == [tags, "Page 11 of 11", "© 2017 Council"]


def test_text_that_is_no_chrome_stays_beside_the_draft():
    parsed = read(f"A word from the editor.\n\n{SHORT}")
    assert parsed.unplaced_text == "A word from the editor."


def test_headings_at_the_start_of_their_paragraphs_are_found_when_many_are():
    blocks = ["Crime Threats", "Terrorism Threat", "Police Response", "Medical Emergencies"]
    parsed = read("\n\n".join(f"{heading} {PROSE}" for heading in blocks))
    assert [section.heading for section in parsed.sections] == blocks
    check_whole(parsed)

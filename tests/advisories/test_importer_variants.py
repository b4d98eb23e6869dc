"""One report as people paste and print it: glued, numbered, decorated, cut into pages."""

import re
import textwrap

import pytest

from advisories.importer import read_source
from tests.advisories.importing import (
    SAMPLE,
    SEED_REPORT,
    TITLE,
    VOCABULARY,
    on_one_line,
    read,
    report,
    signs,
    signs_of,
    words_of,
    wrapped,
)

pytestmark = pytest.mark.once
PROSE = "Petty theft is the most likely crime, above all in markets and on crowded buses."
ROMAN = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(SAMPLE / "almaty-2017.txt", id="sample"),
        pytest.param(SEED_REPORT, id="seed", marks=pytest.mark.seed),
    ],
)
def text(request):
    return read_source(request.param)


def words(parsed):
    return [
        (section.key, section.heading, "".join(words_of(section.body).split()))
        for section in parsed.sections
    ]


def check_same(text, other):
    first, parsed = read(text), read(other)
    assert words(parsed) == words(first)
    assert (parsed.country_name, parsed.post_name, parsed.year) == ("Kazakhstan", "Almaty", 2017)
    assert parsed.unplaced == []
    assert parsed.lost_characters == 0
    assert signs_of(parsed) == signs(parsed.source)
    assert len(parsed.contacts) == len(first.contacts)


def outlined(text, first, second):
    """The text with its headings rewritten: `first` for parents, `second` for their children."""
    parent = child = 0
    lines = []
    for line in text.split("\n"):
        key = VOCABULARY.match(line)
        if key and VOCABULARY.kind(key).depth == 1:
            parent, child = parent + 1, 0
            line = first.format(n=parent, r=ROMAN[parent], h=line.strip())
        elif key:
            child += 1
            letter = chr(64 + child)
            line = second.format(
                n=parent, r=ROMAN[parent], m=child, a=letter, b=letter.lower(), h=line.strip()
            )
        lines.append(line)
    return "\n".join(lines)


NUMBERS = [
    ("{n}. {h}", "{n}.{m} {h}"),
    ("{n} {h}", "{n}.{m} {h}"),
    ("{n}.{h}", "{n}.{m}.{h}"),
    ("{r}. {h}", "{r}.{a}. {h}"),
    ("{r}) {h}", "{b}) {h}"),
    ("({n}) {h}", "({b}) {h}"),
    ("Section {n}: {h}", "Section {n}.{m}: {h}"),
    ("SECTION {r} - {h}", "{a} - {h}"),
    ("{n} – {h}", "{n}.{b} – {h}"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), NUMBERS)
def test_numbers_before_headings_change_nothing(text, first, second):
    check_same(text, outlined(text, first, second))
    check_same(text, wrapped(outlined(text, first, second)))


@pytest.mark.parametrize(("first", "second"), [row for row in NUMBERS if row[0] != "{n}.{h}"])
def test_numbered_headings_on_the_one_line_are_found(text, first, second):
    parsed = read(on_one_line(outlined(text, first, second)))
    assert [section.key for section in parsed.sections] == [row[0] for row in words(read(text))]
    assert parsed.lost_characters == 0


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("# {h}", "## {h}"), ("## {n}. {h}", "### {n}.{m} {h}"), ("**{h}**", "**{h}**"),
        ("**{n}. {h}**:", "__{h}__"), ("== {h} ==", "=== {h} ==="), ("*** {h} ***", "* {h} *"),
        ("{h}\n=====", "{h}\n-----"), ("-----\n{h}\n-----", "{h}"), ("{h}.", "{h} :"),
    ],
)  # fmt: skip
def test_signs_around_headings_change_nothing(text, first, second):
    check_same(text, outlined(text, first, second))


@pytest.mark.parametrize("width", [0, 65, 80])
def test_text_without_any_blank_line_is_read_the_same(text, width):
    lines = [line for line in text.split("\n") if line.strip()]
    if width:
        lines = [part for line in lines for part in textwrap.wrap(line, width)]
    check_same(text, "\n".join(lines))


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [(r"\n+(<[^\n]*>)", r"\n\1"), (r"(<[^\n]*>)\n+", r"\1\n"), (r"\n+(<[^\n]*>)\n+", r"\n\1\n")],
    ids=["above", "below", "above and below"],
)
def test_headings_glued_to_the_text_above_or_below_are_found(text, pattern, instead):
    marked = outlined(text, "<{h}>", "<{h}>")
    for _ in range(2):  # neighbors share a blank line
        marked = re.sub(pattern, instead, marked)
    check_same(text, marked.replace("<", "").replace(">", "").replace("South Central Asia  ", ""))


@pytest.mark.parametrize(
    "foot",
    [
        ["Page {n} of 9"], ["", "Page {n} of 9", ""], ["{n}"], ["", "- {n} -", "", TITLE, ""],
        ["\x0c"], ["", "UNCLASSIFIED", ""],
    ],
)  # fmt: skip
def test_pages_of_a_printer_leave_nothing_in_the_text(text, foot):
    lines = [part for line in text.split("\n") for part in textwrap.wrap(line, 78) or [""]]
    for number, place in enumerate(range(45, len(lines), 50), 1):
        lines[place:place] = [row.format(n=number) for row in foot]
    check_same(text, "\n".join(lines))


@pytest.mark.parametrize(
    "title",
    [
        "**Kazakhstan 2017 Crime & Safety Report: Almaty**",
        "# Kazakhstan 2017 Crime & Safety Report: Almaty",
        "OSAC Kazakhstan 2017 Crime & Safety Report: Almaty.",
        "Kazakhstan 2017 Crime & Safety Report:Almaty",
        "Kazakhstan 2017 Crime & Safety Report – Almaty",
        "Kazakhstan, 2017 Crime & Safety Report (Almaty)",
        "\N{ZERO WIDTH SPACE}Kazakhstan 2017 Crime & Safety Report: Almaty",
    ],
)
def test_a_title_is_read_in_every_spelling(title):
    parsed = read(f"{title}\n\nCrime Threats\n\n{PROSE}")
    assert (parsed.country_name, parsed.post_name, parsed.year) == ("Kazakhstan", "Almaty", 2017)
    assert parsed.unplaced == []


@pytest.mark.parametrize(
    ("head", "post", "year"),
    [
        ("Report DETAILS Kazakhstan Country Security Report: Almaty Last Updated: March 3, 2021",
         "Almaty", 2021),
        ("Print Kazakhstan 2017 Crime & Safety Report: Almaty Asia > Kazakhstan > Almaty",
         "Almaty", 2017),
        ("Report DETAILS Kazakhstan 2017 Crime & Safety Report: Asia > Kazakhstan; Asia > "
         "Kazakhstan > ", "", 2017),
        ("Report DETAILS 2017 Crime & Safety Report: Almaty Asia > Kazakhstan > Almaty",
         "Almaty", 2017),
    ],
)  # fmt: skip
def test_a_report_on_one_line_has_its_title_read_between_the_words_of_the_page(head, post, year):
    parsed = read(f"{head} Crime Threats {PROSE} Police Response {PROSE}")
    assert (parsed.country_name, parsed.post_name, parsed.year) == ("Kazakhstan", post, year)
    assert [section.key for section in parsed.sections] == ["crime", "police"]
    assert parsed.lost_characters == 0


@pytest.mark.parametrize(
    "words",
    [
        "He lives in line 12. Crime Threats are few. Civil Unrest is rare.",
        "Officers of the\nPolice Response\nUnit help.",
        "U.S. citizens see\nU.S. Embassy guidance.",
        "1\n\n3\n\n7",
        "1\nLock the doors.\n2\nClose the windows.\n3\nCall 102.",
        "Ask for:\n• Civil Unrest\n• Medical Emergencies\n• Police Response",
    ],
)
def test_words_that_are_no_heading_and_no_page_stay_text(words):
    parsed = report("Crime Threats", PROSE, words, PROSE)
    assert [section.key for section in parsed.sections] == ["crime"]
    assert signs(words_of(parsed.sections[0].body)) == signs(PROSE + words + PROSE)

"""From the text of a report to its parts, one small stage after the other.

`shapes` makes whole paragraphs of whatever shape the text is in; what comes later knows one shape.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .chrome import set_decoration_aside
from .contacts import find_contacts
from .header import read_header
from .labels import empty_labels
from .leads import lead_section
from .lines import Line, read_lines
from .missions import Missions
from .package import is_word
from .parsed import Note, ParsedReport
from .ratings import find_ratings, missing_ratings, unmapped
from .references import find_references
from .sections import split_sections
from .shapes import in_one_shape
from .source import EMPTY, UnreadableReport, read_bytes, storable, text_of
from .vocabulary import OTHER, Vocabulary
from .word import WordDocument

Told = Mapping[str, Any] | None


def parse_report(
    text: str,
    vocabulary: Vocabulary,
    countries: Mapping[str, str] | None = None,
    told: Told = None,
) -> ParsedReport:
    """Read a report. `countries`: names in lower case -> ISO codes, to read telephone numbers.

    `told` is what a person says of its country_name, post_name and year.
    """
    source, replaced = storable(text)
    return parse_lines(source, read_lines(source), vocabulary, countries or {}, replaced, told)


def read_report(
    source: str | Path | bytes,
    vocabulary: Vocabulary,
    countries: Mapping[str, str] | None = None,
    told: Told = None,
) -> ParsedReport:
    """Read a report from a file (its path) or from bytes, plain text or Word."""
    data = read_bytes(source)
    if is_word(data):
        return parse_word(WordDocument(data), vocabulary, countries, told)
    return parse_report(text_of(data), vocabulary, countries, told)


def parse_word(
    document: WordDocument,
    vocabulary: Vocabulary,
    countries: Mapping[str, str] | None = None,
    told: Told = None,
) -> ParsedReport:
    """The same for a Word file."""
    source, lines = document.lines()
    if not lines:
        raise UnreadableReport(EMPTY)
    return parse_lines(source, lines, vocabulary, countries or {}, told=told)


def parse_lines(
    source: str,
    lines: list[Line],
    vocabulary: Vocabulary,
    countries: Mapping[str, str],
    replaced: int = 0,
    told: Told = None,
) -> ParsedReport:
    lines, aside = in_one_shape(lines, source, vocabulary, countries)
    preface, sections, contents = split_sections(lines, vocabulary)
    header = replace(read_header(preface, lines, vocabulary), **(told or {}))
    preface = [line for line in preface if line not in header.lines]
    preface, decoration = set_decoration_aside(preface, vocabulary)
    preface, sections = lead_section(preface, sections, vocabulary)
    chrome = sorted([*aside, *contents, *decoration], key=lambda line: line.start)
    parsed = ParsedReport(source=source, header=header, sections=sections, chrome=chrome)
    parsed.unplaced = preface
    region = countries.get(parsed.country_name.casefold())
    parsed.post_kind = Missions(parsed, vocabulary).kinds.get(parsed.post_name, "")
    parsed.ratings = list(find_ratings(parsed, vocabulary))
    parsed.missing_ratings = list(missing_ratings(parsed, vocabulary))
    parsed.contacts = find_contacts(parsed, vocabulary, region)
    parsed.references = find_references(parsed, vocabulary)
    parsed.address, parsed.hours = address_and_hours(parsed, vocabulary)
    parsed.notes += notes_on(parsed, replaced)
    return parsed


def address_and_hours(parsed: ParsedReport, vocabulary: Vocabulary) -> tuple[str, str]:
    """The lines of the address section; those that speak of hours apart."""
    words = vocabulary.data["contacts"].get("hours_words", [])
    section = next((section for section in parsed.sections if section.key == "address"), None)
    lines = [line.text for line in section.lines] if section else []
    hours = [text for text in lines if any(word in text.casefold() for word in words)]
    return "\n".join(text for text in lines if text not in hours), "\n".join(hours)


def notes_on(parsed: ParsedReport, replaced: int) -> Iterator[Note]:
    if not parsed.country_name:
        yield Note("country_missing")
    if not parsed.year:
        yield Note("year_missing")
    if not parsed.sections:
        yield Note("headings_missing")
    if replaced:
        yield Note("characters_replaced", words=str(replaced))
    for rating in parsed.missing_ratings:
        yield Note("rating_missing", rating.line, rating.category)
    yield from unmapped(parsed)
    yield from path_contradicts(parsed)
    for section in parsed.sections:
        if section.key == OTHER:
            yield Note("heading_unknown", section.line, section.heading)
    yield from empty_labels(parsed)
    for contact in parsed.contacts:
        if contact.e164 is None:
            yield Note("number_as_written", contact.line, contact.number)


def path_contradicts(parsed: ParsedReport) -> Iterator[Note]:
    """The title and the path line name different places: the title counts."""
    named = {part.casefold() for path in parsed.header.paths for part in path}
    for place in (parsed.country_name, parsed.post_name):
        if named and place and place.casefold() not in named:
            yield Note("path_differs", words=place)

"""Paragraphs that open a report under no heading, such as the travel advisory of 2018 and 2019."""

import re
from functools import cache

from .body import body_html
from .lines import Line
from .parsed import ParsedSection
from .vocabulary import Vocabulary


def lead_section(
    preface: list[Line], sections: list[ParsedSection], vocabulary: Vocabulary
) -> tuple[list[Line], list[ParsedSection]]:
    """What stands above the lead, and the sections with the lead as the first of them."""
    for row in vocabulary.data.get("leads", []):
        if any(section.key == row["key"] for section in sections):
            continue
        for index, line in enumerate(preface):
            if phrase(row["phrase"]).match(line.text):
                lead = make_lead(row["key"], preface[index:], vocabulary)
                return preface[:index], [lead, *sections]
    return preface, sections


def make_lead(key: str, lines: list[Line], vocabulary: Vocabulary) -> ParsedSection:
    kind = vocabulary.kinds[key]
    first = lines[0]
    heading = Line(first.number, first.start, "", kind.name, first.gap)  # of no words in the source
    return ParsedSection(key, key, kind.depth, heading, tuple(lines), body_html(lines))


@cache
def phrase(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)

"""What a printer puts between the lines of a report: rules, page numbers, the title once more."""

import re
from dataclasses import replace

from .chrome import is_chrome
from .header import title_of
from .lines import Line
from .vocabulary import Vocabulary

RULE = re.compile(r"[-–—_=*~#]{3,}|(?:[-–—_=*~•] ){2,}[-–—_=*~•]")
PAGE_NUMBER = re.compile(r"(?:[-–—] ?)?(\d{1,3})(?: ?[-–—])?")
FEWEST_PAGES = 3  # in a row; fewer are numbers of the text
SHORTEST_PAGE = 10  # lines on average; what is nearer counts the items of a list


def set_furniture_aside(lines: list[Line], vocabulary: Vocabulary) -> tuple[list[Line], list[Line]]:
    """The lines of the report, and those of its pages."""
    aside = {line.start for line in lines if not line.tag and RULE.fullmatch(line.text)}
    aside |= page_numbers(lines, vocabulary) | repeated_titles(lines, vocabulary)
    kept: list[Line] = []
    gap = 0
    for line in lines:
        if line.start in aside:
            gap = max(gap, line.gap, int(bool(RULE.fullmatch(line.text))))
        else:
            kept.append(replace(line, gap=max(gap, line.gap)) if gap else line)
            gap = 0
    return kept, [line for line in lines if line.start in aside]


def page_numbers(lines: list[Line], vocabulary: Vocabulary) -> set[int]:
    """Numbers on lines of their own that count the pages from 1 or 2 on."""
    found: list[tuple[int, Line]] = []
    for line in lines:
        number = number_of_page(line, vocabulary)
        if number and number in ([found[-1][0] + 1] if found else [1, 2]):
            found.append((number, line))
    if len(found) < FEWEST_PAGES:
        return set()
    apart = (found[-1][1].number - found[0][1].number) / (len(found) - 1)
    return {line.start for _, line in found} if apart >= SHORTEST_PAGE else set()


def number_of_page(line: Line, vocabulary: Vocabulary) -> int:
    """3 for "3", "- 3 -" and "Page 3 of 9"; else 0."""
    found = PAGE_NUMBER.fullmatch(line.text)
    if not found and is_chrome(line.text, vocabulary):
        found = re.search(r"\b(\d{1,3})\b", line.text)
    return int(found[1]) if found and not line.tag else 0


def repeated_titles(lines: list[Line], vocabulary: Vocabulary) -> set[int]:
    """The title of the report below its first heading, word for word."""
    first = next((index for index, line in enumerate(lines) if vocabulary.match(line.text)), 0)
    titles = {line.text for line in lines[:first] if title_of(line.text, vocabulary)}
    return {line.start for line in lines[first:] if not line.tag and line.text in titles}

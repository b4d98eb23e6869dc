"""Headings without blank lines around them, as in text copied from a page line by line."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from .chrome import is_chrome
from .header import paths_of, title_of
from .headings import SENTENCE_END, is_title_case
from .lines import Line, is_bulleted
from .numbering import number_before
from .outline import marks_of
from .vocabulary import Vocabulary

FEWEST = 3  # headings that are certain; fewer may be lines of a sentence
BROKEN_HEADING = 4  # lines
MOST_GAPS = 0.05  # of all lines, in text without blank lines
PARAGRAPH = 130  # characters; what is longer is no line of a wrapped paragraph


def loosened(lines: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines, with a blank one around each heading and in the place of each that is missing."""
    spans = list(spans_of_headings(lines, vocabulary))
    ends = {end for _, end in spans}
    glued = [(start, end) for start, end in spans if is_glued(lines, start, end)]
    certain = [span for span in glued if is_certain(lines, *span, ends)]
    if len(certain) < FEWEST:
        return lines
    apart = {place for span in glued if is_likely(lines, *span) for place in span}
    first = min((start for start, _ in spans), default=0)
    if sum(line.gap > 0 for line in lines) <= MOST_GAPS * len(lines):
        apart |= apart_above(lines[:first], vocabulary) | long_paragraphs(lines)
    return [
        replace(line, gap=max(line.gap, 1)) if index in apart else line
        for index, line in enumerate(lines)
    ]


def spans_of_headings(lines: list[Line], vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Where headings stand, also those broken over lines."""
    start = 0
    while start < len(lines):
        end = next(ends_of_heading(lines, start, vocabulary), 0)
        if end:
            yield start, end
        start = end or start + 1


def ends_of_heading(lines: list[Line], start: int, vocabulary: Vocabulary) -> Iterator[int]:
    """The longest first."""
    for count in range(BROKEN_HEADING, 0, -1):
        group = lines[start : start + count]
        if len(group) < count or any(line.gap for line in group[1:]):
            continue
        words = marks_of(vocabulary).sub("", " ".join(line.text for line in group)).strip()
        if any(line.tag or is_bulleted(line) for line in group) or not vocabulary.match(words):
            continue
        bare = words[number_before(words) :] or words
        if is_title_case(bare.translate(UNSPOKEN), vocabulary):
            yield start + count


UNSPOKEN = str.maketrans("", "", ".:")


def is_glued(lines: list[Line], start: int, end: int) -> bool:
    above = start > 0 and not lines[start].gap
    return above or (end < len(lines) and not lines[end].gap)


def is_certain(lines: list[Line], start: int, end: int, ends: set[int]) -> bool:
    """Something ends above the heading, and something begins below it."""
    if not is_likely(lines, start, end):
        return False
    above = lines[start - 1] if start else None
    ended = above is None or lines[start].gap or above.text.endswith(SENTENCE_END)
    return bool(ended or start in ends)


def is_likely(lines: list[Line], start: int, end: int) -> bool:
    below = lines[end] if end < len(lines) else None
    if start and not lines[start].gap and lines[start - 1].text[-1] in ",;–-":
        return False
    return below is None or below.gap > 0 or not below.text[0].islower()


def apart_above(preface: list[Line], vocabulary: Vocabulary) -> set[int]:
    """Chrome, title and path, each a line of its own."""
    alone = {
        index
        for index, line in enumerate(preface)
        if is_chrome(line.text, vocabulary) or title_of(line.text, vocabulary)
    }
    paths = {index for index, line in enumerate(preface) if paths_of(line.text, vocabulary)}
    return alone | {index + 1 for index in alone} | paths


def long_paragraphs(lines: list[Line]) -> set[int]:
    return {
        index
        for index, (line, after) in enumerate(pairwise(lines), 1)
        if max(len(line.text), len(after.text)) > PARAGRAPH
        and not (is_bulleted(line) or is_bulleted(after))
    }

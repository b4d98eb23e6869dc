"""All shapes of a text made one: each paragraph, heading and bullet a line of its own."""

from collections.abc import Collection
from itertools import takewhile

from .chrome import set_chrome_aside
from .furniture import set_furniture_aside
from .glued import loosened
from .lines import Line
from .outline import set_marks_aside
from .pieces import mended
from .preface import parted_at_date, parted_preface
from .run_in import parted
from .vocabulary import Vocabulary
from .wrapping import unwrapped

LONGEST_PREFACE = 5  # lines


def in_one_shape(
    lines: list[Line], source: str, vocabulary: Vocabulary, countries: Collection[str] = ()
) -> tuple[list[Line], list[Line]]:
    """The lines of the report, and what was set aside: the page around it, marks of its form."""
    lines, furniture = set_furniture_aside(lines, vocabulary)
    lines, chrome = set_chrome_aside(loosened(lines, vocabulary), vocabulary)
    chrome += furniture
    lines = [mended(line) for line in unwrapped(lines, source, vocabulary)]
    lines, marks = set_marks_aside(lines, vocabulary)
    lines = [
        piece
        for index, line in enumerate(lines)
        for piece in (parted_at_date(line, vocabulary) if index < LONGEST_PREFACE else [line])
    ]
    whole = len(lines)
    lines = parted(lines, vocabulary)
    if len(lines) != whole:  # numbers before headings that ran into the text
        lines, more = set_marks_aside(lines, vocabulary)
        marks += more
    above = [*takewhile(lambda line: not vocabulary.match(line.text), lines[:LONGEST_PREFACE])]
    pieces = [piece for line in above for piece in parted_preface(line, vocabulary, countries)]
    lines = pieces + lines[len(above) :]
    lines, more = set_chrome_aside(lines, vocabulary)
    return lines, sorted([*chrome, *marks, *more], key=lambda line: line.start)

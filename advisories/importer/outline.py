"""The marks of a memo: "(U)" before a paragraph, "II." or "A." before a heading.

They are the form of the memo and none of its words, so they are set aside.
"""

import re
from dataclasses import replace
from functools import cache

from .lines import Line, is_bulleted
from .numbering import number_before, words_within
from .pieces import cut
from .vocabulary import Vocabulary, alternatives

FEWEST_MARKS = 3  # one "(U)" alone may be a word of the text
NUMBER = r"(?:(?:[IVXLC]{1,6}|[A-Za-z]|\d{1,2}(?:\.\d{1,2})?)[.)]|\(\w{1,4}\))"


def set_marks_aside(lines: list[Line], vocabulary: Vocabulary) -> tuple[list[Line], list[Line]]:
    """The lines without portion marks, and without the numbers of their headings; the marks."""
    marks: list[Line] = []
    pattern = marks_of(vocabulary)
    if sum(len(pattern.findall(line.text)) for line in lines) >= FEWEST_MARKS:
        lines = [piece for line in lines for piece in without_marks(line, pattern, marks)]
    lines = [without_number(line, vocabulary, marks) for line in lines]
    return lines, sorted(marks, key=lambda mark: mark.start)


@cache
def marks_of(vocabulary: Vocabulary) -> re.Pattern[str]:
    """A mark, with the number of its paragraph."""
    marks = alternatives(vocabulary.data.get("portion_marks", []))
    return re.compile(rf"(?<!\S)(?:{NUMBER} )?(?:{marks})(?!\S)")


def without_marks(line: Line, pattern: re.Pattern[str], marks: list[Line]) -> list[Line]:
    spans = [match.span() for match in pattern.finditer(line.text)]
    if not spans:
        return [line]
    pieces = cut(line, [place for span in spans for place in span])
    marks += [piece for piece in pieces if pattern.fullmatch(piece.text)]
    words = [piece for piece in pieces if not pattern.fullmatch(piece.text)]
    return [
        replace(piece, gap=piece.gap if index else line.gap) for index, piece in enumerate(words)
    ]


def without_number(line: Line, vocabulary: Vocabulary, marks: list[Line]) -> Line:
    """A heading without "II.", "A." or "1)" before it, a colon behind it, or signs around it."""
    pieces = cut(line, around_heading(line, vocabulary))
    if len(pieces) == 1:
        return line
    heading = next(piece for piece in pieces if vocabulary.match(piece.text))
    marks += [piece for piece in pieces if piece is not heading]
    return replace(heading, gap=line.gap)


def around_heading(line: Line, vocabulary: Vocabulary) -> list[int]:
    """Where the words of a heading begin and end within its line."""
    text = line.text
    if not vocabulary.match(text) or is_item(line):
        return []
    number = number_before(text)
    number = number if number and vocabulary.match(text[number:]) else 0
    start, end = words_within(text[number:])
    return [number + start, number + end]


def is_item(line: Line) -> bool:
    """A bullet stands before the words, and none behind them as in "* Civil Unrest *"."""
    return is_bulleted(line) and (bool(line.tag) or line.text[-1] != line.text[0])

"""Lines taken apart and put together. Each stays one stretch of the source."""

import re
from collections.abc import Iterable
from dataclasses import replace

from .lines import Line

SIGN = re.compile(r"\S")
# A word broken at its hyphen ("Late-" and "night"), but not "pre- and post-war".
HYPHEN_AT_END = re.compile(r"[^\W\d_]-\Z")
BREAK = re.compile(r"(?<=-) ")
PAIRED = frozenset(["and", "or", "to", "nor", "through"])


def cut(line: Line, places: Iterable[int]) -> list[Line]:
    """The pieces of a line, cut before each of these places in its text."""
    places = sorted({place for place in places if 0 < place < len(line.text)})
    if not places:
        return [line]
    signs = [found.start() for found in SIGN.finditer(line.raw)]
    pieces = []
    number, counted, last = line.number, 0, 0
    for place, end in zip([0, *places], [*places, len(line.text)], strict=True):
        text = line.text[place:end].strip()
        if not text:
            continue
        first = signs[counted]
        number += line.raw.count("\n", last, first)
        counted += sum(not sign.isspace() for sign in text)
        last = signs[counted - 1] + 1
        gap = 1 if pieces else line.gap
        pieces.append(Line(number, line.start + first, line.raw[first:last], text, gap))
        number += line.raw.count("\n", first, last)
    return pieces


def joined(lines: list[Line], source: str) -> Line:
    """Lines right below each other as one."""
    first, last = lines[0], lines[-1]
    text = first.text
    for line in lines[1:]:
        text += ("" if is_broken_word(text, line.text) else " ") + line.text
    raw = source[first.start : last.start + len(last.raw)]
    return Line(first.number, first.start, raw, text, first.gap)


def mended(line: Line) -> Line:
    """Without the space in "Late- night", where a word was broken at its hyphen."""
    if "- " not in line.text:
        return line
    first, *rest = BREAK.split(line.text)
    text = first
    for words in rest:
        text += ("" if is_broken_word(text, words) else " ") + words
    return line if text == line.text else replace(line, text=text)


def is_broken_word(text: str, after: str) -> bool:
    if not HYPHEN_AT_END.search(text, max(len(text) - 2, 0)):
        return False
    return after[:1].isalpha() and first_word(after).strip(".,;:)").casefold() not in PAIRED


def first_word(text: str) -> str:
    return text.partition(" ")[0]

"""Headings that run into the text: "... on buses. Crime Threats The most likely crime is ..."

Found by their words and capitals, by what stands before and behind them, and by their order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from .headings import SENTENCE_END, is_title_case
from .lines import BULLETS, Line, is_bulleted
from .numbering import MOST_BEFORE, NUMBER, WORDS, number_before
from .pieces import cut
from .ratings import phrases_of
from .vocabulary import LONGEST_HEADING, Vocabulary, alternatives

LONG_LINE = 400  # from here on a line may hold a whole report
FEWEST_IN_LINE = 3
FEWEST_LINES = 3
SHORTEST = 20
LONGEST_START = 120
NO_PREFACE = 800  # characters before the first heading
WORD = re.compile(r"[^\W_]+|&")
BREAK = re.compile(r"[^\W\d_]{2}[.!?;]\s")
NUMBER_BEFORE = re.compile(
    rf"(?:\A|(?<=\s))(?:(?:{WORDS} {NUMBER}[.):]{{0,2}}|{NUMBER}[.):]{{1,2}}) ?(?:[–—-] )?"
    rf"|{NUMBER} [–—-] |\d{{1,2}}(?:\.\w{{1,2}})? )\Z"
)
GLUED_BULLET = re.compile(rf"(?<=\s)[{BULLETS}](?=\s|[^\W\d_])")
WINDOW = 40  # characters before a heading
END = "\0"
OPENING = "“\"'‘([ "
DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")


@dataclass(frozen=True, slots=True)
class Found:
    key: str
    start: int  # of the number before it, if there is one
    words_start: int
    end: int
    words: int


def parted(lines: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """Lines with headings and bullets inside, in pieces."""
    lines = [piece for line in lines for piece in without_headings(line, lines, vocabulary)]
    lines = begun_with_headings(lines, vocabulary)
    return [piece for line in lines for piece in unglued(line)]


def without_headings(line: Line, lines: list[Line], vocabulary: Vocabulary) -> list[Line]:
    alone = len(lines) <= FEWEST_LINES
    if len(line.text) < LONG_LINE and not alone:
        return [line]
    found = headings_in(line.text, vocabulary)
    if len(found) < (1 if alone else FEWEST_IN_LINE):
        return [line]
    return cut(line, [place for row in found for place in (row.start, row.end)])


def begun_with_headings(lines: list[Line], vocabulary: Vocabulary) -> list[Line]:
    """Where paragraph after paragraph begins with its heading, each is cut behind it."""
    alone = {vocabulary.match(line.text) for line in lines}
    begins = {
        line.start: row.end
        for line in lines
        if (row := heading_before(line, vocabulary)) and row.key not in alone
    }
    certain = len(begins) >= FEWEST_LINES
    found = []
    for line in lines:
        end = begins.get(line.start, 0)
        colon = end and line.text[end - 1] == ":"
        found += cut(line, [end]) if end and (certain or colon) else [line]
    return found


def heading_before(line: Line, vocabulary: Vocabulary) -> Found | None:
    """The heading that a line of text begins with."""
    if len(line.text) < SHORTEST or is_bulleted(line) or not (line.gap or line.number == 1):
        return None
    row = next(candidates(line.text[:LONGEST_START], vocabulary), None)
    if row and row.start == 0 and row.words > 1 and row.end < len(line.text):
        return row
    return None


def unglued(line: Line) -> list[Line]:
    """Bullets that follow each other on one line, each on its own."""
    places = [found.start() for found in GLUED_BULLET.finditer(line.text)]
    return cut(line, places) if places and (is_bulleted(line) or len(places) > 1) else [line]


def headings_in(text: str, vocabulary: Vocabulary) -> list[Found]:
    found: list[Found] = []
    rows = list(candidates(text, vocabulary))
    ends = rating_ends(text, vocabulary) if rows else set()
    for row in rows:
        if found and row.words_start < found[-1].end:
            continue
        # "1.1 Crime Threats", or a sentence that ends in "on line 12." before the heading
        for start in sorted({row.start, row.words_start}):
            if begins_there(row, start, text, found, ends, vocabulary):
                found.append(replace(row, start=start))
                break
    return found


def begins_there(
    row: Found,
    start: int,
    text: str,
    found: list[Found],
    ends: set[int],
    vocabulary: Vocabulary,
) -> bool:
    """Does something end where these words begin?"""
    before = text[max(start - WINDOW, 0) : start].rstrip()
    before_end = max(start - WINDOW, 0) + len(before)
    if not found:
        return before_end <= NO_PREFACE and (row.words > 1 or not before)
    ended = before.endswith(SENTENCE_END) or before_end in ends
    if before_end == found[-1].end or (ended and row.words > 1):
        return True
    later = follows(row.key, found[-1].key, vocabulary)
    current = vocabulary.kind(found[-1].key)
    listed = bool(current and current.listing and row.words > 1)
    return later and (ended or listed)


def follows(key: str, other: str, vocabulary: Vocabulary) -> bool:
    """True if a report has this section after the other."""
    kind, before = vocabulary.kind(key), vocabulary.kind(other)
    return bool(kind and before and kind.order > before.order)


def rating_ends(text: str, vocabulary: Vocabulary) -> set[int]:
    first, _more = phrases_of(vocabulary)
    return {found.end() for pattern in first for found in pattern.finditer(text)}


def candidates(text: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """The longest headings in a text that are written as headings are."""
    first, _more = phrases_of(vocabulary)
    seen = 0
    for root in first_words(vocabulary).finditer(text):
        start = root.start()
        if start < seen:
            continue
        words, length, key = longest(text[start : start + LONGEST_HEADING], vocabulary)
        end = start + length
        rated = words and any(pattern.match(text, start) for pattern in first)
        if words and not rated and is_written_as_heading(text, start, end, vocabulary):
            number = NUMBER_BEFORE.search(text, max(start - MOST_BEFORE, 0), start)
            seen = end = end + behind(text, end)
            yield Found(key, number.start() if number else start, start, end, words)


def behind(text: str, end: int) -> int:
    """A bracket and a colon that belong to the heading: "Road Safety (and Conditions):"."""
    count = 1 if text[end : end + 1] == ")" and "(" in text[max(end - 60, 0) : end] else 0
    return count + (1 if text[end + count : end + count + 1] == ":" else 0)


def is_written_as_heading(text: str, start: int, end: int, vocabulary: Vocabulary) -> bool:
    words = text[start:end]
    if BREAK.search(words) or not is_title_case(
        words.replace(":", "").replace(".", ""), vocabulary
    ):
        return False
    after = text[end + behind(text, end) : end + 12].lstrip()
    bare = after.lstrip(OPENING)
    if is_numbered_heading(text[end : end + MOST_BEFORE + LONGEST_HEADING], vocabulary):
        return True
    return not after or after[0] in "$•·" or not bare or bare[0].isupper() or bare[0].isdigit()


def is_numbered_heading(text: str, vocabulary: Vocabulary) -> bool:
    """True for "(a) Road Safety ..." right behind another heading."""
    start = number_before(text)
    return bool(start and text[start:][:1].isupper() and longest(text[start:], vocabulary)[0])


def longest(text: str, vocabulary: Vocabulary) -> tuple[int, int, str]:
    """The words and characters of the longest heading a text begins with, and its key."""
    tree, found = tree_of(vocabulary), (0, 0, "")
    for count, word in enumerate(WORD.finditer(text), 1):
        tree = tree.get(spelled(word.group(), vocabulary), {})
        if not tree:
            break
        if END in tree:
            found = (count, word.end(), tree[END])
    return found


def spelled(word: str, vocabulary: Vocabulary) -> str:
    return vocabulary.data.get("and", "and") if word == "&" else word.casefold()


@cache
def first_words(vocabulary: Vocabulary) -> re.Pattern[str]:
    """The words that headings begin with, as headings write them."""
    words = [spelling for word in tree_of(vocabulary) for spelling in (word.title(), word.upper())]
    return re.compile(rf"(?<![^\W_])(?:{alternatives(words)})(?![^\W_])")


@cache
def tree_of(vocabulary: Vocabulary) -> dict[str, Any]:
    """All headings, word by word."""
    tree: dict[str, Any] = {}
    for row in vocabulary.data["sections"]:
        names = vocabulary.spelled_out([row["name"], *row.get("aliases", [])])
        for name in {*names, *map(without_dots, names)}:
            branch = tree
            for word in WORD.findall(name):
                branch = branch.setdefault(spelled(word, vocabulary), {})
            branch[END] = row["key"]
    return tree


def without_dots(name: str) -> str:
    """ "US Consulate" for "U.S. Consulate"."""
    return DOTTED.sub(lambda found: found.group().replace(".", ""), name)

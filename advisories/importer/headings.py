"""Which lines are headings. Words alone do not make one: a sentence may name a section too.

A line is a heading when its words are in the vocabulary *and* it stands where a heading stands.
Lines with unknown words need more: title case, on their own, with prose below.
"""

from dataclasses import dataclass

from .lines import Line, is_bulleted
from .vocabulary import OTHER, Vocabulary

SENTENCE_END = (".", "!", "?", ".”", '."', ".)", "!”", "?”")
NOT_IN_HEADINGS = frozenset(".:;!?•|<>=@")
LONGEST_UNKNOWN = 80
DEEPEST = 2  # headings of Word below these stay inside their section
PROSE = 60  # characters from which a line without full stop counts as prose


@dataclass(frozen=True, slots=True)
class Heading:
    key: str
    line: Line


def find_headings(lines: list[Line], vocabulary: Vocabulary) -> list[Heading]:
    headings: list[Heading] = []
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else None
        after = lines[index + 1] if index + 1 < len(lines) else None
        if before and headings and headings[-1].line is before:
            before = None  # right below another heading is as good as below a blank line
        key = key_of(line, before, after, headings, vocabulary)
        if key:
            headings.append(Heading(key, line))
    return headings


def key_of(
    line: Line,
    before: Line | None,
    after: Line | None,
    headings: list[Heading],
    vocabulary: Vocabulary,
) -> str | None:
    key = vocabulary.match(line.text)
    if line.level and line.level <= DEEPEST:
        return key or (OTHER if headings else None)
    if line.tag in ("ul", "table") or (is_bulleted(line) and not line.tag):
        return None
    if key:
        placed = stands_as_heading(line, before, after, vocabulary)
        return key if placed and not is_link(key, line, after, headings, vocabulary) else None
    if (
        headings
        and not line.tag
        and is_unknown_heading(line, before, after, headings[-1], vocabulary)
    ):
        return OTHER
    return None


def stands_as_heading(
    line: Line, before: Line | None, after: Line | None, vocabulary: Vocabulary
) -> bool:
    if before is None or line.gap:  # first of its block
        return after is None or after.gap > 0 or not after.text[0].islower()
    ended = before.text.endswith(SENTENCE_END) or is_bulleted(before)
    return ended and is_title_case(line.text, vocabulary) and (after is None or after.gap > 0)


def is_link(
    key: str, line: Line, after: Line | None, headings: list[Heading], vocabulary: Vocabulary
) -> bool:
    """Among links, the words of a section already seen are a title to click."""
    current = vocabulary.kind(headings[-1].key) if headings else None
    kind = vocabulary.kind(key)
    if not current or not kind or not current.links:
        return False
    return kind.order < current.order and kind.parent != current.parent


def is_unknown_heading(
    line: Line, before: Line | None, after: Line | None, last: Heading, vocabulary: Vocabulary
) -> bool:
    kind = vocabulary.kind(last.key)
    if after is None or not after.gap or not (line.gap or before is None):
        return False
    if (kind and kind.listing) or len(line.text) > LONGEST_UNKNOWN:
        return False
    prose = after.text.endswith(SENTENCE_END) or len(after.text) >= PROSE
    return prose and is_title_case(line.text, vocabulary)


def is_title_case(text: str, vocabulary: Vocabulary) -> bool:
    """Every word that is not a small one begins with a capital or a digit; no full stops."""
    if NOT_IN_HEADINGS & set(text) or not any(sign.isalpha() for sign in text):
        return False
    words = [word.strip("()“”\"'’,/–—-&") for word in text.split()]
    return all(
        word[0].isupper() or word[0].isdigit()
        for word in words
        if word and word.casefold() not in vocabulary.small_words
    )

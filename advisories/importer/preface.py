"""What stands before the first heading, where title, path and text share one line."""

import re
from collections.abc import Collection, Iterator
from functools import cache

from .chrome import is_chrome
from .header import SLOTS, filled, title_of, titles_of
from .lines import Line
from .pieces import cut
from .vocabulary import Vocabulary, alternatives

LONGEST_PREFACE = 4000
LONGEST_PLACE = 60
SENTENCE = re.compile(r"[^\W\d_]{3}[.!?;] ")


def parted_preface(
    line: Line, vocabulary: Vocabulary, countries: Collection[str] = ()
) -> list[Line]:
    """The line in pieces: chrome, title, path, date, text."""
    return cut(line, sorted(set(places_in(line.text, vocabulary, countries))))


def parted_at_date(line: Line, vocabulary: Vocabulary) -> list[Line]:
    """ "Last Updated: March 3, 2021Travel Advisory ..." in pieces."""
    found = dates_of(vocabulary).search(line.text, 0, LONGEST_PREFACE)
    return cut(line, found.span()) if found else [line]


def places_in(text: str, vocabulary: Vocabulary, countries: Collection[str]) -> Iterator[int]:
    start = chrome_end(text, vocabulary)
    if is_chrome(text, vocabulary) or (title_of(text, vocabulary) and not start):
        return
    found = (shape.search(text, start, LONGEST_PREFACE) for shape in bare_titles(vocabulary))
    title = next(filter(None, found), None)
    if not title or SENTENCE.search(text, start, title.end()):
        return
    yield start
    yield title.start() + before_country(title.groupdict().get("country") or "", countries)
    behind = title.end()
    bound = text_start(text, behind, vocabulary)
    yield bound
    if text[behind : behind + 1] == ":":
        behind += 1 + text[behind + 1 : behind + 2].count(" ")
        behind += post_length(text[behind:bound], vocabulary)
    yield behind
    yield behind + path_length(text[behind:bound], vocabulary)


def text_start(text: str, behind: int, vocabulary: Vocabulary) -> int:
    """Where a date or a known first sentence ends title and path."""
    patterns = [dates_of(vocabulary), *leads_of(vocabulary)]
    found = [pattern.search(text, behind, LONGEST_PREFACE) for pattern in patterns]
    return min((match.start() for match in found if match), default=len(text))


def chrome_end(text: str, vocabulary: Vocabulary) -> int:
    """The length of the words of the page that a line begins with."""
    end = 0
    while found := chrome_words(vocabulary).match(text, end):
        end = found.end()
    return end


@cache
def chrome_words(vocabulary: Vocabulary) -> re.Pattern[str]:
    words = [re.escape(line) for line in vocabulary.data.get("chrome_lines", [])]
    patterns = [*sorted(words, key=len, reverse=True), *vocabulary.data.get("chrome_patterns", [])]
    return re.compile(rf"(?:{'|'.join(patterns) or '(?!)'})(?: |\Z)", re.IGNORECASE)


@cache
def bare_titles(vocabulary: Vocabulary) -> list[re.Pattern[str]]:
    """Titles without their post, which ends where nobody can tell: with a year, and without."""
    kinds = titles_of(vocabulary)[1]
    slots = SLOTS | {"kind": f"(?:{alternatives(kinds)})", "year": r"(?:19|20)\d\d"}
    shapes = [row for row in vocabulary.data.get("titles", []) if "{post}" not in row]
    named = [row for row in shapes if "{country}" in row]
    dated = next((row for row in named if "{year}" in row), "(?!)")
    undated = next((row for row in named if "{year}" not in row), "(?!)")
    nameless = next((row for row in shapes if row not in named and "{year}" in row), "(?!)")
    country = r"(?P<country>[^\W\d_][^\d:;>]{1,60}?)"
    slots |= {"country": country}
    return [re.compile(filled(row, slots), re.IGNORECASE) for row in (dated, undated, nameless)]


def before_country(words: str, countries: Collection[str]) -> int:
    """Where the name of a country begins among the words before a year; 0 if nobody knows it."""
    starts = [0, *(found.end() for found in re.finditer(r"\s", words))]
    return next((start for start in starts if words[start:].strip().casefold() in countries), 0)


def post_length(text: str, vocabulary: Vocabulary) -> int:
    """How many characters of "Almaty Asia > Kazakhstan > Almaty" name the post."""
    separator = vocabulary.data.get("path_separator", ">")
    parts = [part.strip() for part in re.split(f"[{re.escape(separator)};]", text)]
    for part in parts[1:]:
        if part and part != parts[0] and text.startswith(part + " "):
            return len(part) + 1
    return len(text) if len(parts) == 1 and len(text) <= LONGEST_PLACE else 0


def path_length(text: str, vocabulary: Vocabulary) -> int:
    """The length of the path line, if this text is nothing but that."""
    separator = vocabulary.data.get("path_separator", ">")
    last = text[text.rfind(separator) + 1 :]
    return len(text) if separator in text and len(last) <= LONGEST_PLACE else 0


@cache
def dates_of(vocabulary: Vocabulary) -> re.Pattern[str]:
    shapes = [filled(shape, SLOTS) for shape in vocabulary.data.get("last_updated", [])]
    unnamed = [re.sub(r"\(\?P<\w+>", "(?:", shape) for shape in shapes]
    return re.compile("|".join(unnamed) or "(?!)", re.IGNORECASE)


@cache
def leads_of(vocabulary: Vocabulary) -> list[re.Pattern[str]]:
    """Sentences that open a section of their own without a heading."""
    return [re.compile(row["phrase"]) for row in vocabulary.data.get("leads", [])]

"""Ratings: the risk of one category in one place, as the report words it. Never guessed.

The phrases come from the vocabulary, with {category}, {place}, {places} and {word} in them.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from .header import filled
from .lines import Line
from .parsed import FoundRating, MissingRating, Note, ParsedReport, ParsedSection
from .vocabulary import Vocabulary, alternatives

LETTERS = r"[^\W\d_]{2,20}"
QUOTES = str.maketrans("", "", '"“”')
NAME = r"(?:[^:;.()<>]|(?<=\bSt)\.|(?<=\b[A-Z])\.)"  # a full stop only after St. or an initial
SLOTS = {
    "place": rf"(?P<place>[^\W\d_]{NAME}{{1,60}}?)",
    "places": rf"(?P<places>[^\W\d_]{NAME}{{1,200}}?)",
}


def find_ratings(parsed: ParsedReport, vocabulary: Vocabulary) -> Iterator[FoundRating]:
    for section in parsed.sections:
        for line in section.lines:
            yield from ratings_of(line, section, parsed.post_name, vocabulary)


def ratings_of(
    line: Line, section: ParsedSection, post_name: str, vocabulary: Vocabulary
) -> Iterator[FoundRating]:
    first, more = phrases_of(vocabulary)
    for pattern in first:
        for found in pattern.finditer(line.text):
            category = category_of(found, section, vocabulary)
            while found and category:
                for place in places_of(found, vocabulary) or [post_name]:
                    word = found["word"].translate(QUOTES)
                    level = level_of(word, vocabulary)
                    yield FoundRating(category, place, word, level, section.anchor, line.number)
                found = next_group(more, line.text, found.end())
                category = said_category(found, vocabulary) or category


def next_group(more: list[re.Pattern[str]], text: str, position: int) -> re.Match[str] | None:
    """The places with another rating later in the same sentence."""
    return next((found for pattern in more if (found := pattern.match(text, position))), None)


def category_of(found: re.Match[str], section: ParsedSection, vocabulary: Vocabulary) -> str | None:
    """As the phrase says, else as the section is about."""
    kind = vocabulary.kind(section.key)
    return said_category(found, vocabulary) or (kind.rating if kind and kind.rating else None)


def said_category(found: re.Match[str] | None, vocabulary: Vocabulary) -> str | None:
    said = (found.groupdict().get("category") or "").casefold() if found else ""
    for row in vocabulary.data["ratings"]["categories"]:
        if said in (word.casefold() for word in row["words"]):
            return row["category"]
    return None


def places_of(found: re.Match[str], vocabulary: Vocabulary) -> list[str]:
    groups = found.groupdict()
    places = [groups.get("places") or groups.get("place") or ""]
    for separator in vocabulary.data["ratings"].get("place_separators", []):
        split = re.compile(re.escape(separator), re.IGNORECASE)
        places = [part for place in places for part in split.split(place)]
    return [place.strip() for place in places if place.strip()]


def level_of(word: str, vocabulary: Vocabulary) -> str | None:
    levels = vocabulary.data["ratings"]["levels"]
    return next((level for level, words in levels.items() if word.casefold() in words), None)


def missing_ratings(parsed: ParsedReport, vocabulary: Vocabulary) -> Iterator[MissingRating]:
    """Categories with a section and no rating, where a report of that year has one."""
    ratings = vocabulary.data["ratings"]
    if parsed.year and parsed.year < ratings.get("since", 0):
        return
    rated = {rating.category for rating in parsed.ratings}
    for row in ratings["categories"]:
        category = row["category"]
        about = [
            (section, after)
            for section, after in pairwise([*parsed.sections, None])
            if is_about(section, category, vocabulary)
        ]
        if about and category not in rated:
            yield hole_in(about, category)


def is_about(section: ParsedSection, category: str, vocabulary: Vocabulary) -> bool:
    kind = vocabulary.kind(section.key)
    return bool(kind and kind.rating == category)


def hole_in(
    about: list[tuple[ParsedSection, ParsedSection | None]], category: str
) -> MissingRating:
    """Where two blank lines in a row show that something is gone, else at the heading."""
    for section, after in about:
        for line in [*section.lines, *([after.title] if after else [])]:
            if line.gap > 1:
                return MissingRating(category, section.anchor, line.number - line.gap)
    return MissingRating(category, about[0][0].anchor, about[0][0].line)


def unmapped(parsed: ParsedReport) -> Iterator[Note]:
    for rating in parsed.ratings:
        if rating.level is None:
            yield Note("rating_unmapped", rating.line, rating.word)


@cache
def phrases_of(vocabulary: Vocabulary) -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]]:
    """The phrases that begin a rating, and those that go on with another place."""
    ratings = vocabulary.data["ratings"]
    category = alternatives(word for row in ratings["categories"] for word in row["words"])
    levels = alternatives(word for words in ratings["levels"].values() for word in words)
    range_of = rf"(?:[\"”]? ?(?:-|–|/|to) ?[\"“]?(?:{levels})\b|-{LETTERS})?"
    slots = SLOTS | {
        "category": f"(?P<category>{category})",
        "word": rf"[\"“]?(?P<word>{LETTERS}{range_of})[\"”]?",
    }
    first, more = (
        [re.compile(filled(shape, slots), re.IGNORECASE) for shape in ratings[name]]
        for name in ("phrases", "more")
    )
    return first, more

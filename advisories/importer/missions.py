"""Embassies and consulates that a report speaks of, to know whose number a number is."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from .parsed import ParsedReport
from .vocabulary import Vocabulary, alternatives

LONGEST_NAME = 60
MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Mention:
    kind: str
    city: str  # empty where the text only says "the Embassy"


def mentions_in(text: str, vocabulary: Vocabulary) -> Iterator[Mention]:
    """ "U.S. Embassy Astana’s unit" is a mention of the embassy in Astana."""
    pattern, kinds = kinds_of(vocabulary)
    for found in pattern.finditer(text):
        behind = text[found.end() : found.end() + LONGEST_NAME]
        city = city_in(behind, vocabulary) if behind.startswith(" ") else ""
        yield Mention(kinds[found.group()], city)


@cache
def kinds_of(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, str]]:
    rows = vocabulary.data["contacts"]["post_kinds"]
    kinds = {word: row["kind"] for row in rows for word in row["words"]}
    return re.compile(rf"\b(?:{alternatives(kinds)})\b"), kinds


def city_in(behind: str, vocabulary: Vocabulary) -> str:
    """The capitalized words right behind the word for a mission: "in Port Moresby (after"."""
    not_places = vocabulary.data["contacts"].get("not_places", [])
    city: list[str] = []
    for word in behind.split()[:MOST_WORDS]:
        name = bare(word)
        if word == "in" and not city:
            continue
        if not name[:1].isupper() or word[0] in '(“"' or name in not_places:
            break
        city.append(name)
        if name != word:
            break
    return " ".join(city)


def bare(word: str) -> str:
    word = word.strip("()“”\"'’,.:;")
    return word.removesuffix("’s").removesuffix("'s")


class Missions:
    """The missions of one report: which city an embassy or consulate stands in."""

    def __init__(self, parsed: ParsedReport, vocabulary: Vocabulary):
        self.parsed = parsed
        self.vocabulary = vocabulary

    @cached_property
    def kinds(self) -> dict[str, str]:
        """City -> kind of mission there, as said first."""
        kinds: dict[str, str] = {}
        for section in self.parsed.sections:
            for line in section.lines:
                for mention in mentions_in(line.text, self.vocabulary):
                    if mention.city and mention.city != self.parsed.country_name:
                        kinds.setdefault(mention.city, mention.kind)
        return kinds

    @cached_property
    def cities(self) -> dict[str, set[str]]:
        """Kind of mission -> its cities."""
        cities = defaultdict(set)
        for city, kind in self.kinds.items():
            cities[kind].add(city)
        return cities

    def city_of(self, text: str) -> str:
        """The city of the last mission named in the text, or the last known city in brackets."""
        for mention in reversed(list(mentions_in(text, self.vocabulary))):
            if mention.city in self.kinds:
                return mention.city
            if len(only := self.cities.get(mention.kind, set())) == 1:
                return next(iter(only))
        known = {*self.kinds, self.parsed.post_name} - {""}
        return next((city for city in known if f"({city})" in text), "")

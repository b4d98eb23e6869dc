"""The words that reports are read by: section names, ratings, roles, titles. Data, not code.

A council of another nation writes its own file and names it in the setting ADVISORY_VOCABULARY.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from .numbering import number_before

DEFAULT = Path(__file__).parent.parent / "data" / "vocabulary.json"
OTHER = "other"  # the key of headings that the vocabulary does not know
NO_CONTACTS: dict[str, Any] = {
    "roles": [], "short_number_cues": [], "short_number_links": [], "post_kinds": [],
}  # fmt: skip
NO_RATINGS: dict[str, Any] = {"levels": {}, "categories": [], "phrases": [], "more": []}
LONGEST_HEADING = 200
MOST_REMEMBERED = 5000
KEY = re.compile("[a-z][a-z0-9_]*")


class VocabularyError(ValueError):
    """The file of words contradicts itself; the message says where."""


@dataclass(frozen=True, slots=True)
class SectionKind:
    """A canonical section: its key, and what is always true of it."""

    key: str
    name: str
    parent: str | None
    order: int
    rating: str = ""  # the category rated here
    contact_role: str = ""  # whom the numbers in it reach, where no word says so
    listing: bool = False  # holds addresses, numbers or links rather than prose
    links: bool = False  # its lines are titles and may be worded like headings

    @property
    def depth(self) -> int:
        return 2 if self.parent else 1


class Vocabulary:
    """Looks words up, ignoring case, spaces, punctuation, "&" for "and" and leading numbers."""

    def __init__(self, data: dict[str, Any]):
        self.data = data | {
            "contacts": NO_CONTACTS | data.get("contacts", {}),
            "ratings": NO_RATINGS | data.get("ratings", {}),
        }
        self.kinds: dict[str, SectionKind] = {}
        self.keys: dict[str, str] = {}  # folded heading -> key
        for order, row in enumerate(data["sections"]):
            self.add(order, row)
        self.matched: dict[str, str | None] = {}
        self.longest = max(map(len, self.keys), default=0)
        self.small_words = frozenset(data.get("small_words", []))

    def add(self, order: int, row: dict[str, Any]) -> None:
        parent = row.get("parent")
        if not KEY.fullmatch(row["key"]) or row["key"] == OTHER or row["key"] in self.kinds:
            raise VocabularyError(f"Section key {row['key']!r} is taken or not a plain word.")
        if parent and parent not in self.kinds:
            raise VocabularyError(f"Section {row['key']!r} stands before its parent {parent!r}.")
        names = [row["name"], *row.get("aliases", [])]
        extra = {
            name: row[name]
            for name in ("rating", "contact_role", "listing", "links")
            if name in row
        }
        name = row["name"].replace("{post}", self.post_words[0])
        self.kinds[row["key"]] = SectionKind(row["key"], name, parent, order, **extra)
        for heading in self.spelled_out(names):
            if self.keys.setdefault(self.folded(heading), row["key"]) != row["key"]:
                raise VocabularyError(f"The heading {heading!r} belongs to two sections.")

    @property
    def post_words(self) -> list[str]:
        return self.data.get("post_words", ["Post"])

    def spelled_out(self, names: list[str]) -> list[str]:
        """Each name with every word for a post in the place of {post}."""
        return [name.replace("{post}", word) for name in names for word in self.post_words]

    def match(self, heading: str) -> str | None:
        """The key of a heading, or None for words the vocabulary does not have."""
        if len(heading) > min(2 * self.longest, LONGEST_HEADING):  # no prose is folded in vain
            return None
        if heading not in self.matched:  # every stage asks about the same lines
            if len(self.matched) > MOST_REMEMBERED:
                self.matched.clear()
            self.matched[heading] = self.look_up(heading)
        return self.matched[heading]

    def look_up(self, heading: str) -> str | None:
        spellings = (heading, heading[number_before(heading) :])
        return next(filter(None, (self.keys.get(self.folded(words)) for words in spellings)), None)

    def folded(self, words: str) -> str:
        """Letters and digits in one case: "Religious & Ethnic" equals "religious and ethnic"."""
        plain = unicodedata.normalize("NFKC", words).casefold()
        plain = plain.replace("&", self.data.get("and", "and"))
        return "".join(sign for sign in plain if sign.isalnum())

    def kind(self, key: str) -> SectionKind | None:
        return self.kinds.get(key)

    def children(self, key: str) -> list[str]:
        """The key and those of the sections under it: who follows one follows all of these."""
        return [key, *(kind.key for kind in self.kinds.values() if kind.parent == key)]

    def post_kind_name(self, kind: str) -> str:
        """What this council calls such a post, as in "Botschaft"; empty where it does not say."""
        rows = self.data["contacts"]["post_kinds"]
        return next((row["name"] for row in rows if row["kind"] == kind and "name" in row), "")

    def report_titles(self, place: str) -> dict[str, str]:
        """What the site calls a report on a place: kind of report -> title."""
        rows = self.data.get("report_kinds", [])
        return {row["kind"]: row["title"].replace("{place}", place) for row in rows}


def alternatives(words: Iterable[str]) -> str:
    """A pattern for one of these words, the longest first; without words it matches nothing."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


@cache
def load_vocabulary(path: Path = DEFAULT) -> Vocabulary:
    """The vocabulary of a file, read once."""
    return Vocabulary(json.loads(path.read_text(encoding="utf-8")))


def current_vocabulary() -> Vocabulary:
    """The vocabulary of this site."""
    return load_vocabulary(Path(getattr(settings, "ADVISORY_VOCABULARY", None) or DEFAULT))

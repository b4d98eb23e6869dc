"""What a person typed, as terms that both databases look up alike."""

import re
from dataclasses import dataclass, field

from portal.places import fold

LONGEST = 200
PARTS = re.compile(r'["“”„«»]([^"“”„«»]+)["“”„«»]|(\S+)')
QUOTES = re.compile(r'["“”„«»]')

# The English stemmer of both databases leaves Cyrillic words alone, so they are looked up by
# what stays the same in every case. Letters as `fold` leaves them: no short i, no yo.
CYRILLIC = re.compile("[\u0400-\u052f]")
ENDINGS = re.compile(
    "(?<=....)(ями|ами|иях|иеи|иями|ого|его|ому|ему|ыми|ими|остью|ости|ость|ением|ении|ения|ению"
    "|ение|ои|еи|ии|ыи|ая|яя|ое|ее|ые|ие|ую|юю|ов|ев|ах|ях|ом|ем|ам|ям|ию|ия|ью|[аяоеиыуюь])$"
)
SHORTEST = 4  # letters that must be left of a word


@dataclass(frozen=True)
class Term:
    """Words that stand together; `prefix` if the last may go on."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class Question:
    """The terms, all of which must occur, and where to look."""

    typed: str = ""
    archive: bool = False
    kind: str = ""
    country: int | None = None
    section: str = ""
    rating: str = ""
    level: int | None = None
    year: int | None = None
    terms: list[Term] = field(init=False, compare=False)

    def __post_init__(self):
        object.__setattr__(self, "terms", terms_of(self.typed[:LONGEST]))

    @property
    def is_narrowed(self):
        narrowed = (self.kind, self.country, self.section, self.rating, self.level, self.year)
        return any(narrowed)


def terms_of(typed):
    """Each word a term; words within quotes one term together."""
    found = []
    for quoted, word in PARTS.findall(typed):
        if quoted:
            found += phrase(fold(quoted))
        else:
            found += [term(folded) for folded in fold(QUOTES.sub(" ", word)).split()]
    return list(dict.fromkeys(found))


def phrase(folded):
    words = tuple(folded.split())
    return [Term(words)] if words else []


def term(word):
    if not CYRILLIC.search(word) or len(word) < SHORTEST:
        return Term((word,))
    return Term((ENDINGS.sub("", word, count=1),), prefix=True)

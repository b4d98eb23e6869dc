"""What reading a report yields. Everything keeps the line it was found on."""

import hashlib
from dataclasses import dataclass, field

from .lines import Line
from .roundtrip import characters, lost_characters, text_of


@dataclass(frozen=True, slots=True)
class Note:
    """Something an editor should look at; `messages.describe` puts it into words."""

    code: str
    line: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class ParsedSection:
    key: str
    anchor: str
    depth: int
    title: Line
    lines: tuple[Line, ...]
    body: str  # clean HTML

    @property
    def heading(self) -> str:
        return self.title.text

    @property
    def line(self) -> int:
        return self.title.number


@dataclass(frozen=True, slots=True)
class FoundRating:
    category: str
    place: str
    word: str
    level: str | None  # None: the word is not in the vocabulary
    anchor: str
    line: int


@dataclass(frozen=True, slots=True)
class MissingRating:
    category: str
    anchor: str
    line: int


@dataclass(frozen=True, slots=True)
class FoundContact:
    role: str
    number: str
    e164: str | None
    name: str
    hours: str
    address: str
    post_name: str
    post_kind: str
    source_line: str
    line: int


@dataclass(frozen=True, slots=True)
class Reference:
    title: str
    anchor: str
    line: int


@dataclass(frozen=True, slots=True)
class Header:
    """What the lines above the first heading say about the report."""

    title: str = ""
    country_name: str = ""
    post_name: str = ""
    year: int | None = None
    kind: str = ""
    paths: tuple[tuple[str, ...], ...] = ()
    lines: tuple[Line, ...] = ()  # the title, path and date lines themselves


@dataclass(slots=True)
class ParsedReport:
    source: str
    header: Header
    post_kind: str = ""
    sections: list[ParsedSection] = field(default_factory=list)
    ratings: list[FoundRating] = field(default_factory=list)
    missing_ratings: list[MissingRating] = field(default_factory=list)
    contacts: list[FoundContact] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    address: str = ""
    hours: str = ""
    chrome: list[Line] = field(default_factory=list)
    unplaced: list[Line] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.header.title

    @property
    def country_name(self) -> str:
        return self.header.country_name

    @property
    def post_name(self) -> str:
        return self.header.post_name

    @property
    def year(self) -> int | None:
        return self.header.year

    @property
    def kind(self) -> str:
        return self.header.kind

    @property
    def unplaced_text(self) -> str:
        return "\n\n".join(line.text for line in self.unplaced)

    @property
    def unplaced_characters(self) -> int:
        return len(characters(self.unplaced_text))

    @property
    def lost_characters(self) -> int:
        """Characters of the source that stand nowhere in the result, or in the wrong order."""
        return lost_characters(self)

    @property
    def digest(self) -> str:
        """The same for the same content, however its lines were broken or its page decorated."""
        parts = [self.title, characters(self.unplaced_text)]
        for section in self.sections:
            parts += [section.key, section.heading, characters(text_of(section.body))]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

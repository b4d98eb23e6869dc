"""What changed between two editions: sections paired, ratings and contacts as values.

Sections are paired by key, then by likeness of heading, then by order, so that a section put
in the middle is one addition and moves nothing else. Where no key tells what a section is
about and its heading is another one, its words do.
"""

import bisect
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from .cleaning import cleaned, plain_text
from .difference import ADDED, REMOVED, SAME, compare_html
from .models import Edition, Section

ALIKE = 0.6  # headings less alike than this name different sections
FEWEST_WORDS = 3  # fewer tell nothing
OTHER = "other"  # the key of headings that the vocabulary does not know


@dataclass
class Change:
    """One section in both editions, or in one of them only."""

    before: Section | None
    after: Section | None
    moved: bool = False

    @property
    def section(self):
        """The section as its readers know it: the newer one where there is one."""
        return self.after or self.before

    @property
    def way(self):
        """In one word for the page: added, removed, or changed in some way."""
        return "added" if self.added else "removed" if self.removed else "changed"

    @property
    def added(self):
        return self.before is None

    @property
    def removed(self):
        return self.after is None

    @property
    def renamed(self):
        both = self.before and self.after
        return bool(both and self.before.heading != self.after.heading)

    @property
    def rerated(self):
        both = self.before and self.after
        return bool(both and rating_of(self.before) != rating_of(self.after))

    @property
    def rewritten(self):
        return cleaned(body_of(self.before)) != cleaned(body_of(self.after))

    @property
    def changed(self):
        once = self.added or self.removed
        return once or self.moved or self.renamed or self.rerated or self.rewritten

    @cached_property
    def blocks(self):
        """Paragraphs as lists of Pieces: what stayed, came and went."""
        if not self.rewritten:
            return [[piece] for piece in same_blocks(body_of(self.after))]
        return compare_html(body_of(self.before), body_of(self.after))

    @property
    def shown_blocks(self):
        """The changed paragraphs, and the one before each for its place in the text."""
        near = set()
        for number, block in enumerate(self.blocks):
            if any(piece.kind != SAME for piece in block):
                near |= {number - 1, number}
        return [block for number, block in enumerate(self.blocks) if number in near]

    @property
    def additions(self):
        return self.count(ADDED)

    @property
    def removals(self):
        return self.count(REMOVED)

    def count(self, kind):
        return sum(piece.kind == kind for block in self.blocks for piece in block)


@dataclass
class ContactChange:
    """A number that came, went, or reaches somebody else now."""

    before: dict | None
    after: dict | None


@dataclass
class Comparison:
    before: Edition
    after: Edition
    changes: list[Change]  # every section, in the order of the newer edition
    contacts: list[ContactChange] = field(default_factory=list)

    @cached_property
    def changed(self):
        return [change for change in self.changes if change.changed]

    @property
    def unchanged(self):
        return len(self.changes) - len(self.changed)

    @property
    def rerated(self):
        return [change for change in self.changes if change.rerated]

    @property
    def nothing(self):
        return not self.changed and not self.contacts


def compare(before, after):
    """Compare two editions of one report, whichever of them is the newer one."""
    old, new = list(before.sections.all()), list(after.sections.all())
    pairs = paired(old, new)
    changes = [Change(partner, section) for section, partner in pairs]
    mark_moved(changes, old)
    insert_removed(changes, old)
    return Comparison(before, after, changes, compare_contacts(before.contacts, after.contacts))


def rating_of(section):
    return section.rating or section.rating_words


def body_of(section):
    return section.body if section else ""


def same_blocks(html):
    return [block[0] for block in compare_html(html, html) if block]


def paired(old, new):
    """(new section, its older self or None) for each new section, in order."""
    left = dict(enumerate(old))
    found: dict[int, Section] = {}
    for fits in (same_key_and_heading, same_heading, same_key_alike, same_key, alike, same_words):
        for number, section in enumerate(new):
            if number in found:
                continue
            best = best_partner(section, left, fits)
            if best is not None:
                found[number] = left.pop(best)
    return [(section, found.get(number)) for number, section in enumerate(new)]


def best_partner(section, left, fits):
    """The number of the old section that fits best, the first of equals, or None."""
    marks = {number: fits(section, other) for number, other in left.items()}
    best = max(marks, key=lambda number: (marks[number], -number), default=None)
    return best if best is not None and marks[best] > 0 else None


def same_key_and_heading(section, other):
    return float(section.key == other.key and plain(section) == plain(other))


def same_heading(section, other):
    return float(plain(section) == plain(other))


def same_key_alike(section, other):
    return alike(section, other) if section.key == other.key else 0.0


def same_key(section, other):
    return float(section.key == other.key != OTHER)


def alike(section, other):
    """How like two headings are where one of the keys is unknown; 0 below ALIKE."""
    if section.key != other.key and OTHER not in (section.key, other.key):
        return 0.0
    likeness = SequenceMatcher(None, plain(section), plain(other), autojunk=False).ratio()
    return likeness if likeness >= ALIKE else 0.0


def same_words(section, other):
    """How much of the text is the same where the vocabulary knows neither heading."""
    if not section.key == other.key == OTHER:
        return 0.0
    here, there = (set(plain_text(row.body).split()) for row in (section, other))
    share = len(here & there) / max(len(here), len(there), FEWEST_WORDS)
    return share if share >= ALIKE else 0.0


def plain(section):
    """The heading without case and punctuation."""
    return "".join(sign for sign in section.heading.casefold() if sign.isalnum())


def mark_moved(changes, old):
    """The fewest sections whose moving explains the new order are the moved ones."""
    place = {section.pk: number for number, section in enumerate(old)}
    kept = [change for change in changes if change.before]
    staying = longest_rise([place[change.before.pk] for change in kept])
    for number, change in enumerate(kept):
        change.moved = number not in staying


def longest_rise(numbers):
    """Positions of a longest strictly rising subsequence (patience sorting)."""
    ends: list[int] = []
    at: list[int] = []
    previous: list[int | None] = []
    for position, number in enumerate(numbers):
        rank = bisect.bisect_left(ends, number)
        ends[rank : rank + 1] = [number]
        at[rank : rank + 1] = [position]
        previous.append(at[rank - 1] if rank else None)
    position = at[-1] if at else None
    found = set()
    while position is not None:
        found.add(position)
        position = previous[position]
    return found


def insert_removed(changes, old):
    """Put what is gone where it stood: after the section that came before it."""
    taken = {change.before.pk for change in changes if change.before}
    earlier = None
    for section in old:
        if section.pk not in taken:
            place = next((n + 1 for n, change in enumerate(changes) if change.before is earlier), 0)
            changes.insert(place if earlier else 0, Change(section, None))
        earlier = section


def compare_contacts(before, after):
    """Numbers are the same if they are dialed the same and reach the same role."""
    old = {(contact["role"], contact["tel"]): contact for contact in before}
    new = {(contact["role"], contact["tel"]): contact for contact in after}
    gone = [contact for key, contact in old.items() if key not in new]
    come = [contact for key, contact in new.items() if key not in old]
    found = []
    for contact in come:
        partner = next((other for other in gone if other["label"] == contact["label"]), None)
        if partner:
            gone.remove(partner)
        found.append(ContactChange(partner, contact))
    return found + [ContactChange(contact, None) for contact in gone]

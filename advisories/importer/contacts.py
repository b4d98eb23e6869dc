"""Contacts: whose number it is, from the words around it. A person confirms each one later."""

import re
from collections.abc import Iterator
from itertools import islice

from .lines import Line, blocks
from .missions import Missions
from .parsed import FoundContact, Note, ParsedReport, ParsedSection
from .phones import FoundNumber, find_numbers, find_short_numbers
from .roles import national_roles, role_in
from .vocabulary import Vocabulary

# A full stop after a capital belongs to an abbreviation such as "U.S.".
SENTENCE_BREAK = re.compile(r"(?<=[^A-Z\s][.!?]) (?=[A-Z“\"])")
LONGEST_LABEL = 80
NEAR = 400  # characters
MOST_NUMBERS = 1000  # of one report; each takes a fraction of a millisecond


def find_contacts(
    parsed: ParsedReport, vocabulary: Vocabulary, region: str | None
) -> list[FoundContact]:
    """One contact for each number and role, as first found. `region`: ISO code of the country."""
    missions = Missions(parsed, vocabulary)
    found = (
        contact
        for section in parsed.sections
        for block in blocks(section.lines)
        for contact in contacts_in(block, section, missions, region)
    )
    contacts: dict[tuple[str, str], FoundContact] = {}
    for contact in islice(found, MOST_NUMBERS):
        contacts.setdefault((contact.e164 or contact.number, contact.role), contact)
    if next(found, None):
        parsed.notes.append(Note("numbers_many", words=str(MOST_NUMBERS)))
    return list(contacts.values())


def contacts_in(
    block: list[Line], section: ParsedSection, missions: Missions, region: str | None
) -> Iterator[FoundContact]:
    plain: list[Line] = []  # the lines above the first number: a name and its address
    numbered = False
    for line in block:
        found = list(numbers_in(line.text, section, missions.vocabulary, region))
        if not found and not numbered:
            plain.append(line)
        numbered = numbered or bool(found)
        for number in found:
            yield make_contact(number, line, plain, section, missions)


def numbers_in(
    text: str, section: ParsedSection, vocabulary: Vocabulary, region: str | None
) -> Iterator[FoundNumber]:
    label = label_of(text)
    kind = vocabulary.kind(section.key)
    expected = bool(kind and kind.contact_role) and bool(label or text[0] in "+(0123456789")
    numbers = [*islice(find_numbers(text, region, expected=expected), MOST_NUMBERS + 1)]
    national = bool(label) and role_in(label, vocabulary) in national_roles(vocabulary)
    taken = {place for number in numbers for place in range(number.start, number.end)}
    shorts = islice(find_short_numbers(text, vocabulary, labeled=national), MOST_NUMBERS + 1)
    numbers += [number for number in shorts if number.start not in taken]
    yield from sorted(numbers, key=lambda number: number.start)


def make_contact(
    number: FoundNumber, line: Line, plain: list[Line], section: ParsedSection, missions: Missions
) -> FoundContact:
    vocabulary = missions.vocabulary
    sentence, place = sentence_around(line.text, number)
    before, after = sentence[:place], sentence[place + len(number.written) :]
    card = [] if before.strip() else plain  # a line that begins with its number
    role = role_of(before, after, card, section, vocabulary)
    post_name = missions.city_of(before)
    if not post_name and role not in national_roles(vocabulary):
        post_name = missions.parsed.post_name
    return FoundContact(
        role=role,
        number=number.written,
        e164=number.e164,
        name=card[0].text if card else name_of(before, role),
        hours=hours_of(line.text[number.end : number.end + LONGEST_LABEL], vocabulary),
        address=", ".join(row.text.rstrip(",") for row in card[1:]),
        post_name=post_name,
        post_kind=missions.kinds.get(post_name, ""),
        source_line=sentence,
        line=line.number,
    )


def sentence_around(text: str, number: FoundNumber) -> tuple[str, int]:
    """The sentence that a number stands in, and where in it; of an endless one, what is near."""
    first, last = max(number.start - NEAR, 0), number.end + NEAR
    breaks = [found.end() for found in SENTENCE_BREAK.finditer(text, first, last)]
    start = max((place for place in breaks if place <= number.start), default=first)
    end = min((place for place in breaks if place >= number.end), default=last)
    return text[start:end].rstrip(), number.start - start


def role_of(
    before: str, after: str, card: list[Line], section: ParsedSection, vocabulary: Vocabulary
) -> str:
    """The nearest role named before the number, else behind it, else what the section is for."""
    above = " ".join(line.text for line in card)
    kind = vocabulary.kind(section.key)
    return (
        role_in(before, vocabulary)
        or role_in(above, vocabulary)
        or role_in(after, vocabulary, first=True)
        or (kind.contact_role if kind else "")
        or "other"
    )


def label_of(text: str) -> str:
    """The words before a colon near the start of the line."""
    label, colon, _ = text[:LONGEST_LABEL].partition(":")
    return label.strip() if colon else ""


def name_of(before: str, role: str) -> str:
    """Only a number whose role nobody named is known by its label."""
    return label_of(before) if role == "other" else ""


def hours_of(after: str, vocabulary: Vocabulary) -> str:
    """The brackets right behind the number, where they speak of hours."""
    inside, closed, _ = after.strip().removeprefix("(").partition(")")
    if not after.strip().startswith("(") or not closed:
        return ""
    words = vocabulary.data["contacts"].get("hours_words", [])
    return inside if any(word in inside.casefold() for word in words) else ""

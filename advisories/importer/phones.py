"""Telephone numbers in a line: as written, and in E.164 where the country's plan allows it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import phonenumbers

from .roles import national_roles, role_in
from .vocabulary import Vocabulary, alternatives

# One run of digits with single signs between them; no repetition stands inside another.
CANDIDATE = re.compile(r"(?<![\w$€£.,/-])\+?\(?\d[\d ().–-]{4,24}\d(?![\d%])")
# Years from and to, dates, and times from and to look like numbers but are none.
NO_NUMBER = re.compile(
    r"(?:19|20)\d\d ?[–-] ?(?:19|20)\d\d"
    r"|\d{1,2}[.-]\d{1,2}[.-]\d{2,4}|\d{4}[.-]\d{1,2}[.-]\d{1,2}"
    r"|\d{1,2}\.\d\d ?[–-] ?\d{1,2}\.\d\d"
)
SHORT = re.compile(r"(?<![\w.,$-])\d{2,5}(?![\w%,.-]\d|\d)")


@dataclass(frozen=True, slots=True)
class FoundNumber:
    start: int
    end: int
    written: str
    e164: str | None


def find_numbers(text: str, region: str | None, *, expected: bool) -> Iterator[FoundNumber]:
    """`expected`: the line is there to give a number, so one that cannot be checked counts too."""
    for found in CANDIDATE.finditer(text):
        written = unbracketed(found.group())
        start = found.end() - len(written)
        if NO_NUMBER.fullmatch(written):
            continue
        written, e164 = longest_valid(written, region)
        if e164 or (has_groups(written) and (expected or region is None)):
            yield FoundNumber(start, start + len(written), written, e164)


def unbracketed(written: str) -> str:
    """Without the bracket of the sentence: "(8-717-..." but "(717) 27-..." as it is."""
    return written[1:] if written[0] == "(" and ")" not in written else written


def longest_valid(written: str, region: str | None) -> tuple[str, str | None]:
    """The longest beginning that is a number of the country: "8-727-... (24" holds one."""
    shorter = written
    while len(shorter) > 5:
        if e164 := in_e164(shorter, region):
            return shorter, e164
        cut = max(shorter.rfind(" "), shorter.rfind("("))
        shorter = shorter[: max(cut, 0)].rstrip(" (.-–")
    return written.partition(" (")[0], None


@cache
def in_e164(written: str, region: str | None) -> str | None:
    """The number as the whole world dials it; the trunk prefix (8-727-...) is gone."""
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or number.extension:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def has_groups(written: str) -> bool:
    """Written as numbers are: "8-727-12" rather than "050059"."""
    return sum(sign.isdigit() for sign in written) >= 5 and not written.isdigit()


def find_short_numbers(
    text: str, vocabulary: Vocabulary, *, labeled: bool
) -> Iterator[FoundNumber]:
    """Numbers such as 102: behind an emergency label, or a word like "calling"."""
    for found in SHORT.finditer(text):
        before = text[max(found.start() - 60, 0) : found.start()]
        after = text[found.end() : found.end() + 1]
        if labeled or is_called(before, after, vocabulary):
            yield FoundNumber(found.start(), found.end(), found.group(), None)


def is_called(before: str, after: str, vocabulary: Vocabulary) -> bool:
    """ "by calling 102", or "call the police on 102." with nothing more in the clause."""
    found = called_before(vocabulary).search(before)
    if not found or not found["whom"]:
        return found is not None
    police = role_in(found["whom"], vocabulary) in national_roles(vocabulary)
    return police and after in ("", ".", ",", ";", ")")


@cache
def called_before(vocabulary: Vocabulary) -> re.Pattern[str]:
    cues = alternatives(vocabulary.data["contacts"]["short_number_cues"])
    links = alternatives(vocabulary.data["contacts"]["short_number_links"])
    return re.compile(
        rf"(?<![\w-])(?:{cues})[.:]? (?P<whom>[^.:;!?\d]{{0,40}})(?<!\w)(?:(?:{links}) )?\Z",
        re.IGNORECASE,
    )

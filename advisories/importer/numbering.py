"""What stands around the words of a heading: "II.", "1.1", "(a)", "Section I:", "## ... ##"."""

import re

ATOM = r"(?:\d{1,2}[a-z]?|[IVXLC]{1,6}|[ivxlc]{1,6}|[A-Za-z])(?![A-Za-z])"
NUMBER = rf"\(?{ATOM}(?:[.)-]{ATOM}(?!\.[A-Z]\.)){{0,3}}"  # in "9.U.S. Embassy" only 9
WORDS = r"(?i:section|subsection|part|chapter|§)"
DECORATION = r"[\s#*_=~|>»►\[]{0,8}"
BEFORE = re.compile(
    rf"{DECORATION}(?:{WORDS}\s{{0,2}})?(?P<number>{NUMBER})[.):\]]{{0,3}}\s{{0,2}}[–—:-]?{DECORATION}"
)
INITIALS = re.compile(r"[A-Za-z]\.[A-Za-z]")
ROMAN = frozenset("IVXLC")
MOST_BEFORE = 24  # characters


def number_before(text: str) -> int:
    """The length of a number that a line may begin with; what follows decides if it is one."""
    found = BEFORE.match(text)
    if not found or is_initials(found["number"]):
        return 0
    return found.end()


def is_initials(number: str) -> bool:
    """ "U.S" numbers no section, "I.A" may."""
    found = INITIALS.match(number)
    return bool(found and number[0] not in ROMAN)


def words_within(text: str) -> tuple[int, int]:
    """Where the words begin and end between the signs that decorate them: "** ... **:"."""
    start = next((index for index, sign in enumerate(text) if sign.isalnum()), 0)
    end = next((len(text) - index for index, sign in enumerate(text[::-1]) if sign.isalnum()), 0)
    bracketed = "(" in text[start:end] and text[end : end + 1] == ")"
    return start, end + bracketed

"""The round trip: is every character of the source in the result, and in order?

Counted from the result as it will be stored, that is from the finished HTML, and not from the
lines it was made of: a mistake in making the HTML would count too.
"""

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .lines import BULLETS, without_bullet

if TYPE_CHECKING:
    from .parsed import ParsedReport


BULLET = re.compile(f"[{BULLETS}]")


def characters(text: str) -> str:
    """The characters that count: all but white space."""
    return "".join(text.split())


def lost_characters(parsed: "ParsedReport") -> int:
    stored = characters(stored_text(parsed))
    lost = position = 0
    for wanted in wanted_words(parsed):
        found = stored.find(wanted, position)
        if found < 0:
            lost += len(wanted)
        else:
            position = found + len(wanted)
    return lost


def wanted_words(parsed: "ParsedReport") -> Iterator[str]:
    """What lies between the pieces taken out, line by line and without bullets."""
    start = 0
    aside = sorted([*parsed.chrome, *parsed.header.lines], key=lambda line: line.start)
    for first, end in [*((line.start, line.start + len(line.raw)) for line in aside), (None, None)]:
        for raw in parsed.source[start:first].splitlines():
            yield from filter(None, map(characters, BULLET.split(without_bullet(raw))))
        start = end


def stored_text(parsed: "ParsedReport") -> str:
    """All words of the result in the order in which they are stored."""
    words = [parsed.unplaced_text]
    for section in parsed.sections:
        words += [section.heading, text_of(section.body)]
    return "\n".join(words)


def text_of(body: str) -> str:
    """The words of a body, without its tags. Only tags hold a raw "<": all text is escaped."""
    first, *rest = body.split("<")
    words = [first, *(piece.partition(">")[2] for piece in rest)]
    return html.unescape(" ".join(words))

"""The round trip: is every character of the source in the result, and in order?

Counted from the result as it will be stored, that is from the finished HTML, and not from the
lines it was made of: a mistake in making the HTML would count too.
"""

import html
from typing import TYPE_CHECKING

from .lines import without_bullet

if TYPE_CHECKING:
    from .parsed import ParsedReport


def characters(text: str) -> str:
    """The characters that count: all but white space."""
    return "".join(text.split())


def lost_characters(parsed: "ParsedReport") -> int:
    stored = characters(stored_text(parsed))
    taken_out = {line.start: line.raw for line in [*parsed.chrome, *parsed.header.lines]}
    lost = position = start = 0
    for raw in parsed.source.splitlines(keepends=True):
        if taken_out.get(start) != raw:
            wanted = characters(without_bullet(raw))
            found = stored.find(wanted, position)
            if found < 0:
                lost += len(wanted)
            else:
                position = found + len(wanted)
        start += len(raw)
    return lost


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

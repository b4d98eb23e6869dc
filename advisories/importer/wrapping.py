"""Text broken over lines at some 80 columns, put back into paragraphs.

A break is one of the wrapping, and not of the writer, where the next word would not have fitted.
So the lines of an address, which are short, stay as they are.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from .headings import SENTENCE_END
from .lines import Line, blocks, is_bulleted
from .pieces import first_word, joined
from .vocabulary import Vocabulary

NARROWEST = 60
WIDEST = 130  # columns; what is wider was not broken
BROKEN_HEADING = 4  # lines
NEARLY_FULL = 0.85
LABEL = re.compile(r"[^.;]{2,60}: ?\S")
CLOSED = re.compile(r"[\d)]\Z")


def unwrapped(lines: list[Line], source: str, vocabulary: Vocabulary) -> list[Line]:
    lines = evenly_spaced(lines)
    width = width_of(lines)
    found = []
    for block in blocks(lines):
        for group in groups_of(block, width, vocabulary):
            found.append(joined(group, source) if len(group) > 1 else group[0])
    return found


def evenly_spaced(lines: list[Line]) -> list[Line]:
    """Where all blank lines are doubled, one of two counts."""
    gaps = Counter(line.gap for line in lines[1:])
    if len(lines) > 3 and not gaps[0] and gaps[1] and is_double_spaced(lines):
        lines = [replace(line, gap=max(line.gap - 1, 0)) for line in lines]
        gaps = Counter(line.gap for line in lines[1:])
    del gaps[0]
    usual = gaps.most_common(1)[0][0] if gaps else 1
    if usual < 2:
        return lines
    return [replace(line, gap=-(-line.gap // usual)) for line in lines]


def is_double_spaced(lines: list[Line]) -> bool:
    """A blank line below every line, also in the middle of sentences."""
    inside = sum(after.text[0].islower() and not is_bulleted(after) for after in lines[1:])
    return inside * 3 > len(lines)


def width_of(lines: list[Line]) -> int:
    """The column at which the text is broken, or 0 for text that is not."""
    widths = sorted(columns(line) for line in lines)
    if not widths or widths[-1 - len(widths) // 50] > WIDEST:
        return 0
    width = max((columns for columns in widths if columns <= WIDEST), default=0)
    together = [pair for pair in pairwise(lines) if not pair[1].gap]
    full = sum(is_full(line, after, width) for line, after in together)
    if width >= NARROWEST and 0 < full == len(together):
        return width
    return width if full >= 3 and full * 5 >= len(together) * 2 else 0


def columns(line: Line) -> int:
    return len(line.raw.rstrip().expandtabs())


def is_full(line: Line, after: Line, width: int) -> bool:
    return columns(line) + 1 + len(first_word(after.text)) > width


def groups_of(block: list[Line], width: int, vocabulary: Vocabulary) -> Iterator[list[Line]]:
    """The lines of a block that belong together."""
    if is_broken_heading(block, vocabulary):
        yield block
        return
    group = [block[0]]
    card = False  # below a short line, a number begins a line of its own
    for line, after in pairwise(block):
        numbered = card and after.text[0] in "+(0123456789"
        if width and not numbered and goes_on(line, after, width, vocabulary):
            group.append(after)
        else:
            card = card or not line.text.endswith(SENTENCE_END)
            yield group
            group = [after]
    yield group


def is_broken_heading(block: list[Line], vocabulary: Vocabulary) -> bool:
    if not 1 < len(block) <= BROKEN_HEADING or any(map(is_bulleted, block)):
        return False
    if not all(map(has_words, block)):  # a bullet above its words
        return False
    return vocabulary.match(" ".join(line.text for line in block)) is not None


def goes_on(line: Line, after: Line, width: int, vocabulary: Vocabulary) -> bool:
    """True if the sentence of one line is broken and goes on in the next."""
    if is_bulleted(after) or is_list_of_labels(line, after) or not has_words(line):
        return False
    ended = line.text.endswith(SENTENCE_END)
    if ended and vocabulary.match(after.text):
        return False
    if is_full(line, after, width):
        return True
    if ended:
        return False
    return after.text[0].islower() or columns(line) >= NEARLY_FULL * width


def has_words(line: Line) -> bool:
    return any(map(str.isalnum, line.text))


def is_list_of_labels(line: Line, after: Line) -> bool:
    """ "Duty officer: 8-727-..." below another such line."""
    both = LABEL.match(line.text) and LABEL.match(after.text)
    return bool(both and CLOSED.search(line.text))

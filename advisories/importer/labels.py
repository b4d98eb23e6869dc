"""Labels with nothing behind them: "Embassy Astana:" and then the next heading."""

from collections.abc import Iterator
from itertools import pairwise

from .lines import Line, is_bulleted
from .parsed import Note, ParsedReport

LONGEST_LABEL = 60


def empty_labels(parsed: ParsedReport) -> Iterator[Note]:
    for section in parsed.sections:
        for line, after in pairwise([*section.lines, None]):
            if is_label(line.text) and (after is None or is_another_label(after)):
                yield Note("label_empty", line.number, line.text)


def is_label(text: str) -> bool:
    return text.endswith(":") and len(text) <= LONGEST_LABEL


def is_another_label(line: Line) -> bool:
    return ":" in line.text[:LONGEST_LABEL] and not is_bulleted(line) and not line.gap

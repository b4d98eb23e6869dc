"""Chrome: lines that belong to the web page around a report, such as its buttons."""

import re
from functools import cache
from itertools import pairwise

from .lines import Line
from .vocabulary import Vocabulary

LONGEST_CHROME = 100


def set_chrome_aside(lines: list[Line], vocabulary: Vocabulary) -> tuple[list[Line], list[Line]]:
    """The lines of the report, and those of the page. A line among others is never chrome."""
    kept, chrome = [], []
    for line, after in pairwise([*lines, None]):
        page = is_alone(line, after) and is_chrome(line.text, vocabulary)
        (chrome if page else kept).append(line)
    return kept, chrome


def is_alone(line: Line, after: Line | None) -> bool:
    return (line.gap > 0 or line.number == 1) and (after is None or after.gap > 0)


def is_chrome(text: str, vocabulary: Vocabulary) -> bool:
    words, pattern = chrome_of(vocabulary)
    if len(text) > LONGEST_CHROME:
        return False
    return vocabulary.folded(text) in words or pattern.fullmatch(text) is not None


@cache
def chrome_of(vocabulary: Vocabulary) -> tuple[frozenset[str], re.Pattern[str]]:
    words = frozenset(vocabulary.folded(line) for line in vocabulary.data.get("chrome_lines", []))
    patterns = vocabulary.data.get("chrome_patterns", [])
    return words, re.compile("|".join(patterns) or "(?!)", re.IGNORECASE)

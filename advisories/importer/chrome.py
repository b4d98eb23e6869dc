"""Chrome: lines that belong to the web page around a report, such as its buttons."""

import re
from functools import cache

from .lines import Line, blocks
from .vocabulary import Vocabulary

LONGEST_CHROME = 100
TAG = re.compile(r"[A-Z][\w/&' -]{1,40}")


def set_chrome_aside(lines: list[Line], vocabulary: Vocabulary) -> tuple[list[Line], list[Line]]:
    """The lines of the report, and those of the page. A line among others is never chrome."""
    kept, chrome = [], []
    for block in blocks(lines):
        page = all(is_chrome(line.text, vocabulary) for line in block)
        (chrome if page else kept).extend(block)
    return kept, chrome


def set_decoration_aside(
    preface: list[Line], vocabulary: Vocabulary
) -> tuple[list[Line], list[Line]]:
    """Above the first heading also routing lines and topic tags are none of the text."""
    kept, decoration = [], []
    for line in preface:
        routed = routing(vocabulary).fullmatch(line.text)
        (decoration if routed or is_tags(line.text) else kept).append(line)
    return kept, decoration


def is_tags(text: str) -> bool:
    """ "Crime; Financial Security; Stolen Items": short names and no sentence."""
    tags = text.split(";")
    return len(tags) > 1 and all(TAG.fullmatch(tag.strip()) for tag in tags)


@cache
def routing(vocabulary: Vocabulary) -> re.Pattern[str]:
    patterns = vocabulary.data.get("routing_patterns", [])
    return re.compile("|".join(patterns) or "(?!)", re.IGNORECASE)


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

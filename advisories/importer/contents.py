"""A list of contents above a report, or its menu: headings in a row that come again below."""

from .lines import Line
from .vocabulary import Vocabulary

FEWEST = 4


def set_contents_aside(lines: list[Line], vocabulary: Vocabulary) -> tuple[list[Line], list[Line]]:
    """The lines of the report, and those of its contents."""
    keys = [vocabulary.match(line.text) for line in lines]
    first = next((index for index, key in enumerate(keys) if key), len(keys))
    end = next((index for index in range(first, len(keys)) if not keys[index]), len(keys))
    later = set(keys[end:])
    while end > first and keys[end - 1] not in later:  # the first headings of the report itself
        end -= 1
        later.add(keys[end])
    if end - first < FEWEST or not later.issuperset(keys[first:end]):
        return lines, []
    return lines[:first] + lines[end:], lines[first:end]

"""Titles of other reports that the text quotes: review the Report “Driving Overseas.”"""

import re
from collections.abc import Iterator
from functools import cache

from .parsed import ParsedReport, Reference
from .vocabulary import Vocabulary, alternatives

QUOTED = re.compile(r"“([^“”]{3,160})”|\"([^\"]{3,160})\"")
BETWEEN = re.compile(r"[,;]? ?(?:and|or|&)? ?")


def find_references(parsed: ParsedReport, vocabulary: Vocabulary) -> list[Reference]:
    references: dict[str, Reference] = {}
    for section in parsed.sections:
        for line in section.lines:
            for title in titles_in(line.text, vocabulary):
                found = Reference(title, section.anchor, line.number)
                references.setdefault(title.casefold(), found)
    return list(references.values())


def titles_in(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Quoted words right after the word for a report, or after another such title."""
    title_ended = -1
    for found in QUOTED.finditer(text):
        follows = title_ended >= 0 and BETWEEN.fullmatch(text, title_ended, found.start())
        if follows or cue_before(vocabulary).search(
            text[max(found.start() - 30, 0) : found.start()]
        ):
            title_ended = found.end()
            yield (found[1] or found[2]).strip().rstrip(".,;")


@cache
def cue_before(vocabulary: Vocabulary) -> re.Pattern[str]:
    cues = alternatives(vocabulary.data.get("reference_cues", []))
    return re.compile(rf"\b(?:{cues}),?:? \Z", re.IGNORECASE)

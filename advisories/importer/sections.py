"""From headings to sections with anchors, depths and bodies."""

from collections import Counter

from .body import body_html
from .contents import set_contents_aside
from .headings import Heading, find_headings
from .lines import Line
from .parsed import ParsedSection
from .vocabulary import Vocabulary


def split_sections(
    lines: list[Line], vocabulary: Vocabulary
) -> tuple[list[Line], list[ParsedSection], list[Line]]:
    """The lines above the first heading, one section for each heading, and a list of contents."""
    lines, contents = set_contents_aside(lines, vocabulary)
    headings = find_headings(lines, vocabulary)
    if not headings:
        return lines, [], contents
    where = {line.start: index for index, line in enumerate(lines)}
    starts = [where[heading.line.start] for heading in headings]
    seen: Counter[str] = Counter()
    sections = []
    for heading, start, end in zip(headings, starts, [*starts[1:], len(lines)], strict=True):
        seen[heading.key] += 1
        depth = depth_of(heading, bool(sections), vocabulary)
        sections.append(make_section(heading, seen[heading.key], depth, lines[start + 1 : end]))
    return lines[: starts[0]], sections, contents


def make_section(heading: Heading, count: int, depth: int, lines: list[Line]) -> ParsedSection:
    return ParsedSection(
        key=heading.key,
        anchor=heading.key if count == 1 else f"{heading.key}-{count}",
        depth=depth,
        title=heading.line,
        lines=tuple(lines),
        body=body_html(lines),
    )


def depth_of(heading: Heading, below_another: bool, vocabulary: Vocabulary) -> int:
    kind = vocabulary.kind(heading.key)
    if kind:
        return kind.depth
    return 2 if below_another else 1

"""A source cut into lines. Blank lines are not lines: the next line knows how many there were."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BULLETS = "•·▪◦‣●○■□"
DASHES = "*-–—"  # bullets only where a space follows


@dataclass(frozen=True, slots=True)
class Line:
    """One line with words on it."""

    number: int  # counted from 1, blank lines too
    start: int  # where it begins in the source
    raw: str
    text: str  # every run of spaces made one
    gap: int  # blank lines right before it
    html: str = ""  # the same words with links and emphasis, where the source has them
    tag: str = ""  # ul, ol or table, where the source says so
    level: int = 0  # of a heading, where the source says so


def read_lines(source: str) -> list[Line]:
    lines = []
    start = gap = 0
    for number, raw in enumerate(source.splitlines(keepends=True), 1):
        if text := " ".join(raw.split()):
            lines.append(Line(number, start, raw, text, gap))
        gap = 0 if text else gap + 1
        start += len(raw)
    return lines


def blocks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines with no blank line between them, together."""
    block: list[Line] = []
    for line in lines:
        if line.gap and block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def without_bullet(text: str) -> str:
    """The words after a bullet; the text itself where there is no bullet or nothing after it."""
    text = text.strip()
    after = text[1:].lstrip()
    bulleted = text[:1] in BULLETS or (text[:1] in DASHES and text[1:2].isspace())
    return after if after and bulleted else text


def is_bulleted(line: Line) -> bool:
    return line.tag in ("ul", "ol") or without_bullet(line.text) != line.text

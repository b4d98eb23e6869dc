"""From the lines of a section to clean HTML: paragraphs, lists and line breaks, nothing else."""

from collections.abc import Iterable
from html import escape

from .lines import Line, is_bulleted, without_bullet


def body_html(lines: Iterable[Line]) -> str:
    """Bullets in a row are one list, with or without blank lines between them."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and belongs_to(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return "\n".join(
        list_html(group) if is_bulleted(group[0]) else paragraph(group) for group in groups
    )


def belongs_to(group: list[Line], line: Line) -> bool:
    if is_bulleted(group[0]):
        return is_bulleted(line) or continues(line)
    return not line.gap and not is_bulleted(line)


def continues(line: Line) -> bool:
    """The rest of a bullet's sentence, broken over two lines."""
    return not line.gap and line.text[0].islower()


def paragraph(group: list[Line]) -> str:
    return "<p>" + "<br>".join(escape(line.text, quote=False) for line in group) + "</p>"


def list_html(group: list[Line]) -> str:
    items: list[str] = []
    for line in group:
        if is_bulleted(line):
            items.append(without_bullet(line.text))
        else:
            items[-1] += " " + line.text
    return "<ul>" + "".join(f"<li>{escape(item, quote=False)}</li>" for item in items) + "</ul>"

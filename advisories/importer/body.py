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
    return "\n".join(map(group_html, groups))


def group_html(group: list[Line]) -> str:
    if group[0].tag == "table":
        return group[0].html
    if group[0].level:
        tag = "h3" if group[0].level <= 3 else "h4"
        return f"<{tag}>{words_of(group[0])}</{tag}>"
    return list_html(group) if is_bulleted(group[0]) else paragraph(group)


def belongs_to(group: list[Line], line: Line) -> bool:
    if "table" in (group[0].tag, line.tag) or group[0].level or line.level:
        return False
    if is_bulleted(group[0]):
        return (is_bulleted(line) and line.tag == group[0].tag) or continues(line)
    return not line.gap and not is_bulleted(line)


def continues(line: Line) -> bool:
    """The rest of a bullet's sentence, broken over two lines."""
    return not line.gap and not line.tag and line.text[0].islower()


def paragraph(group: list[Line]) -> str:
    return "<p>" + "<br>".join(map(words_of, group)) + "</p>"


def words_of(line: Line) -> str:
    return line.html or escape(without_bullet(line.text) if is_bulleted(line) else line.text, False)


def list_html(group: list[Line]) -> str:
    tag = group[0].tag or "ul"
    items: list[str] = []
    for line in group:
        if is_bulleted(line):
            items.append(words_of(line))
        else:
            items[-1] += " " + words_of(line)
    return f"<{tag}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>"

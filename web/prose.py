"""Plain text, as people type it into a box, made into safe HTML.

A blank line ends a paragraph, "* " or "- " starts a list item, "# " a heading, and two
asterisks hold **strong words**. Web addresses become links. Nothing else is markup, so no
text can hurt the page that shows it.
"""

from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

BULLETS = ("* ", "- ", "• ")
HEADING = "# "
CLOSING = ".,;:!?)]}»”’'\""


def prose(text):
    """The text as paragraphs, lists and headings."""
    lines = [line.strip() for line in text.splitlines()]
    blocks = [block(kind, list(group)) for kind, group in groupby(lines, kind_of) if kind]
    return SafeString("".join(blocks))


def kind_of(line):
    if not line:
        return ""
    if line.startswith(BULLETS):
        return "list"
    return "heading" if line.startswith(HEADING) else "paragraph"


def block(kind, lines):
    if kind == "list":
        return format_html("<ul>{}</ul>", joined("", (line[2:] for line in lines), "<li>{}</li>"))
    if kind == "heading":
        return joined("", (line[2:] for line in lines), "<h3>{}</h3>")
    return format_html("<p>{}</p>", joined("<br>", lines, "{}"))


def joined(separator, lines, shape):
    return format_html_join(SafeString(separator), shape, ((inline(line),) for line in lines))


def inline(line):
    """Strong words and links of one line; asterisks without a partner stay asterisks."""
    parts = line.split("**")
    if len(parts) % 2 == 0:
        return linked(line)
    pieces = [
        format_html("<strong>{}</strong>", linked(part)) if number % 2 else linked(part)
        for number, part in enumerate(parts)
    ]
    return SafeString("".join(pieces))


def linked(text):
    return format_html_join(" ", "{}", ((word(part),) for part in text.split(" ")))


def word(text):
    if not text.startswith(("https://", "http://")):
        return text
    address = text.rstrip(CLOSING)
    return format_html('<a href="{}">{}</a>{}', address, address, text[len(address) :])

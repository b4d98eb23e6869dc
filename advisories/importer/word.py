"""A Word file as paragraphs, list items and tables, with their links and emphasis as clean HTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Any

from .lines import Line
from .package import DOCUMENT, TOO_LARGE, read_package, tree_of
from .source import LIMIT, UnreadableReport, storable

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
W = f"{{{NAMESPACES['w']}}}"
RELATION = f"{{{NAMESPACES['r']}}}id"
LINKS = ("http://", "https://", "mailto:", "tel:")
HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
OFF = {"0", "false", "off", "none"}
BREAK = "\n"


@dataclass(slots=True)
class Block:
    """One paragraph, list item or table."""

    tag: str  # p, ul, ol, table
    rows: list[tuple[str, str]]  # text and HTML, one for each line of a paragraph
    level: int = 0  # of a heading
    style: str = ""
    bookmarks: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(text for text, _ in self.rows)


class WordDocument:
    """The blocks of a Word file, in order."""

    def __init__(self, data: bytes):
        self.parts = read_package(data)
        root = tree_of(self.parts[DOCUMENT])
        self.styles = self.style_names()
        self.bulleted = self.bulleted_lists()
        self.targets = self.link_targets()
        body = root.find("w:body", NAMESPACES)
        self.blocks = [] if body is None else list(self.blocks_in(body))
        self.blocks += [*self.notes("footnote"), *self.notes("endnote")]

    def root(self, name: str) -> Any:
        return tree_of(self.parts[name]) if name in self.parts else None

    def style_names(self) -> dict[str, str]:
        root = self.root("word/styles.xml")
        if root is None:
            return {}
        rows = root.iterfind("w:style", NAMESPACES)
        return {row.get(f"{W}styleId", ""): value_of(row, "w:name") for row in rows}

    def bulleted_lists(self) -> set[tuple[str, str]]:
        """(list, depth) of those with bullets; the others have numbers."""
        root = self.root("word/numbering.xml")
        if root is None:
            return set()
        found = set()
        for row in root.iterfind("w:abstractNum", NAMESPACES):
            for level in row.iterfind("w:lvl", NAMESPACES):
                if value_of(level, "w:numFmt") == "bullet":
                    found.add((row.get(f"{W}abstractNumId"), level.get(f"{W}ilvl")))
        lists = root.iterfind("w:num", NAMESPACES)
        kinds = {row.get(f"{W}numId"): value_of(row, "w:abstractNumId") for row in lists}
        return {
            (name, depth) for name, kind in kinds.items() for other, depth in found if other == kind
        }

    def link_targets(self) -> dict[str, str]:
        root = self.root("word/_rels/document.xml.rels")
        rows = [] if root is None else list(root)
        links = {row.get("Id", ""): row.get("Target", "") for row in rows}
        return {name: link for name, link in links.items() if link.startswith(LINKS)}

    def notes(self, kind: str) -> Iterator[Block]:
        root = self.root(f"word/{kind}s.xml")
        for note in [] if root is None else root.iterfind(f"w:{kind}", NAMESPACES):
            if note.get(f"{W}type") is None:  # the others are lines between text and notes
                yield from self.blocks_in(note)

    def blocks_in(self, parent: Any) -> Iterator[Block]:
        for element in unwrapped(parent):
            if element.tag == f"{W}p":
                block = self.paragraph(element)
                if block.rows:
                    yield block
            elif element.tag == f"{W}tbl":
                yield from self.table(element)

    def paragraph(self, element: Any) -> Block:
        style = self.styles.get(value_of(element, "w:pPr/w:pStyle"), "")
        heading = HEADING.fullmatch(style)
        names = [row.get(f"{W}name", "") for row in element.iter(f"{W}bookmarkStart")]
        return Block(
            tag=self.tag_of(element, style) if not heading else "p",
            rows=rows_of(list(self.runs_in(element))),
            level=int(heading[1]) if heading else 0,
            style=style,
            bookmarks=names,
        )

    def tag_of(self, element: Any, style: str) -> str:
        number = value_of(element, "w:pPr/w:numPr/w:numId")
        if number and number != "0":
            depth = value_of(element, "w:pPr/w:numPr/w:ilvl") or "0"
            return "ul" if (number, depth) in self.bulleted else "ol"
        if style.casefold().startswith("list bullet"):
            return "ul"
        return "ol" if style.casefold().startswith("list number") else "p"

    def runs_in(self, parent: Any, link: str = "") -> Iterator[tuple[str, str]]:
        """(tags around it, text) of each run, with deleted and moved words left out."""
        for element in parent:
            if element.tag == f"{W}r":
                yield from self.run(element, link)
            elif element.tag == f"{W}hyperlink":
                yield from self.runs_in(element, self.targets.get(element.get(RELATION, ""), ""))
            elif element.tag == MATH_TEXT:
                yield f"|{link}", storable(element.text or "")[0]
            elif isinstance(element.tag, str) and element.tag not in SKIPPED:
                yield from self.runs_in(element, link)

    def run(self, element: Any, link: str) -> Iterator[tuple[str, str]]:
        marks = "".join(
            tag
            for tag, name in (("b", "w:rPr/w:b"), ("i", "w:rPr/w:i"))
            if is_on(element.find(name, NAMESPACES))
        )
        for part in element:
            if part.tag == f"{W}t":
                yield f"{marks}|{link}", storable(part.text or "")[0]
            elif part.tag in (f"{W}br", f"{W}cr"):
                yield f"{marks}|{link}", BREAK
            elif part.tag in (f"{W}tab", f"{W}ptab"):
                yield f"{marks}|{link}", " "
            elif part.tag == f"{W}noBreakHyphen":
                yield f"{marks}|{link}", "-"
            elif isinstance(part.tag, str) and part.tag != f"{W}rPr":
                yield from self.boxed(part)

    def boxed(self, part: Any) -> Iterator[tuple[str, str]]:
        """The words of a text box, which hangs on a run; its second copy is for old programs."""
        for box in part.iter(f"{W}txbxContent"):
            if any(parent.tag == FALLBACK for parent in box.iterancestors()):
                continue
            for paragraph in box.iter(f"{W}p"):
                yield "|", BREAK
                yield from self.runs_in(paragraph)

    def table(self, element: Any) -> Iterator[Block]:
        rows, texts = [], []
        for row in (part for part in unwrapped(element) if part.tag == f"{W}tr"):
            cells = [self.cell(cell) for cell in unwrapped(row) if cell.tag == f"{W}tc"]
            rows.append("<tr>" + "".join(f"<td>{html}</td>" for _, html in cells) + "</tr>")
            texts.append(" ".join(text for text, _ in cells if text))
        text = " ".join(filter(None, texts))
        if text:
            html = "<table><tbody>" + "".join(rows) + "</tbody></table>"
            yield Block("table", [(text, html)])

    def cell(self, element: Any) -> tuple[str, str]:
        """Tables in cells are given as their words."""
        lines = [
            (text, escape(text, quote=False) if block.tag == "table" else html)
            for block in self.blocks_in(element)
            for text, html in block.rows
        ]
        return " ".join(text for text, _ in lines), "<br>".join(html for _, html in lines)

    def lines(self, blocks: list[Block] | None = None) -> tuple[str, list[Line]]:
        """The text of all or of some blocks, and its lines as the later stages take them."""
        pieces: list[str] = []
        lines: list[Line] = []
        start, number, before = 0, 1, ""
        for block in self.blocks if blocks is None else blocks:
            tag = "" if block.tag == "p" else block.tag
            for index, (text, html) in enumerate(block.rows):
                gap = 0 if index or (tag == before and tag in ("ul", "ol")) else 1
                if lines:
                    pieces.append("\n" * (gap + 1))
                    start, number = start + gap + 1, number + gap + 1
                lines.append(Line(number, start, text, text, gap, html, tag, block.level))
                pieces.append(text)
                start += len(text)
            before = tag
        if start > LIMIT:
            raise UnreadableReport(TOO_LARGE)
        return "".join(pieces), lines


COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
FALLBACK = f"{COMPATIBLE}Fallback"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
SKIPPED = {f"{W}{name}" for name in ("pPr", "del", "moveFrom", "sdtPr", "instrText")} | {FALLBACK}
WRAPPERS = {
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
}
WRAPPERS |= {f"{COMPATIBLE}AlternateContent", f"{COMPATIBLE}Choice"}


def unwrapped(parent: Any) -> Iterator[Any]:
    """The parts of a body, table or row, also those within form fields and inserted ones."""
    for element in parent:
        if element.tag in WRAPPERS:
            yield from unwrapped(element)
        else:
            yield element


def value_of(element: Any, path: str) -> str:
    found = element.find(path, NAMESPACES)
    return "" if found is None else found.get(f"{W}val", "")


def is_on(element: Any) -> bool:
    return element is not None and element.get(f"{W}val", "on") not in OFF


def rows_of(runs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The lines of a paragraph: text, and HTML with the same words."""
    lines: list[list[tuple[str, str]]] = [[]]
    for marks, text in runs:
        first, *rest = text.split(BREAK)
        lines[-1].append((marks, first))
        lines += [[(marks, part)] for part in rest]
    rows = ((line_text(line), line_html(line)) for line in lines)
    return [(text, html) for text, html in rows if text]


def line_text(runs: list[tuple[str, str]]) -> str:
    return " ".join("".join(text for _, text in runs).split())


def line_html(runs: list[tuple[str, str]]) -> str:
    """Neighbors with the same marks become one."""
    html = ""
    for marks, group in groupby(runs, key=lambda run: run[0]):
        words = escape("".join(text for _, text in group), quote=False)
        html += around(words, marks) if words.strip() else words
    return " ".join(html.split())


def around(words: str, marks: str) -> str:
    emphasis, _, link = marks.partition("|")
    bare = words.strip()
    html = bare
    if "i" in emphasis:
        html = f"<em>{html}</em>"
    if "b" in emphasis:
        html = f"<strong>{html}</strong>"
    if link:
        html = f'<a href="{escape(link)}">{html}</a>'
    start = words[: len(words) - len(words.lstrip())]
    return start + html + words[len(words.rstrip()) :]

"""A Word file as a bounded set of XML parts. Macros, pictures and links to other files stay out."""

import io
import zipfile
from typing import Any

from django.utils.translation import gettext_lazy as _

from .source import MEGABYTE, WORD_LIMIT, UnreadableReport, refuse_larger

MOST_PARTS = 2000
LARGEST_PART = 10 * MEGABYTE  # unpacked
LARGEST_WHOLE = 100 * MEGABYTE
DOCUMENT = "word/document.xml"
PARTS = (
    DOCUMENT,
    "word/styles.xml",
    "word/numbering.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
    "word/_rels/document.xml.rels",
)
# "Strict Open XML" writes the same elements under other names.
STRICT_WORD = (
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
)
STRICT_RELATIONS = (
    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
)
TOO_LARGE = _("it is too large when unpacked")
DAMAGED = _("it is a damaged Word file")


def is_word(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and b"word/" in data


def read_package(data: bytes) -> dict[str, bytes]:
    """The parts that hold text, each unpacked no further than allowed."""
    refuse_larger(data, WORD_LIMIT)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = {entry.filename: entry for entry in package.infolist()}
            if len(package.infolist()) > MOST_PARTS:
                raise UnreadableReport(TOO_LARGE)
            if sum(entry.file_size for entry in entries.values()) > LARGEST_WHOLE:
                raise UnreadableReport(TOO_LARGE)
            parts = {name: unpacked(package, name) for name in PARTS if name in entries}
    except UnreadableReport:
        raise
    except Exception as error:  # zipfile and zlib raise many kinds for a file cut or forged
        raise UnreadableReport(DAMAGED) from error
    if DOCUMENT not in parts:
        raise UnreadableReport(_("it is a binary file, neither plain text nor Word"))
    return parts


def unpacked(package: zipfile.ZipFile, name: str) -> bytes:
    """Sizes in the directory may lie, so what comes out is counted."""
    with package.open(name) as part:
        data = part.read(LARGEST_PART + 1)
    if len(data) > LARGEST_PART:
        raise UnreadableReport(TOO_LARGE)
    return data.replace(*STRICT_WORD).replace(*STRICT_RELATIONS)


def packed(parts: dict[str, bytes]) -> bytes:
    """The same parts as a small Word file, for a form to carry from one page to the next."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


def tree_of(data: bytes) -> Any:
    """The root of an XML part; a part with a document type of its own is refused."""
    from lxml import etree  # slow to import

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableReport(DAMAGED) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableReport(DAMAGED)
    return root

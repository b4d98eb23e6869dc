"""From a file or pasted bytes to text, or a clear sentence why not."""

import codecs
import re
from pathlib import Path

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1_000_000
LIMIT = 5 * MEGABYTE
WORD_LIMIT = 20 * MEGABYTE  # with its pictures

MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]

OTHER_FORMATS = (
    b"%PDF-",
    b"{\\rtf",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
)  # PDF, RTF, zip and old Word

# Neither database nor web page takes these; they are shown as the replacement character.
UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

EMPTY = _("it is empty")


class UnreadableReport(ValueError):
    """This is not a text that can be read as a report; the message says why in one line."""


def read_source(source: str | Path | bytes) -> str:
    """The text of a file (its path) or of bytes. Never reads more than the limit."""
    return text_of(read_bytes(source))


def read_bytes(source: str | Path | bytes) -> bytes:
    return source if isinstance(source, bytes) else read_file(Path(source))


def text_of(data: bytes) -> str:
    refuse_larger(data, LIMIT)
    text = decoded(data)
    if not text.strip():
        raise UnreadableReport(EMPTY)
    return text


def refuse_larger(data: bytes, limit: int) -> None:
    if len(data) > limit:
        raise UnreadableReport(
            format_lazy(_("it is larger than {limit} MB"), limit=limit // MEGABYTE)
        )


def read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(WORD_LIMIT + 1)
    except FileNotFoundError:
        raise UnreadableReport(_("there is no such file")) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        raise UnreadableReport(
            format_lazy(_("it cannot be opened: {reason}"), reason=reason)
        ) from None


def decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or the Windows code page where that gives sensible words."""
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), None)
    if data.startswith(OTHER_FORMATS) or (encoding is None and b"\0" in data):
        raise UnreadableReport(_("it is a binary file, neither plain text nor Word"))
    for name in [encoding] if encoding else ["utf-8", "cp1252"]:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if is_sensible(text) and (name != "cp1252" or is_western(text)):
            return text
    raise UnreadableReport(_("it is not text in UTF-8, UTF-16 or Windows-1252"))


def is_sensible(text: str) -> bool:
    """Written text holds no NUL, and hardly another control character."""
    return "\0" not in text and len(UNSTORABLE.findall(text)) * 100 <= len(text)


def is_western(text: str) -> bool:
    """Letters with accents are the few: Cyrillic bytes read as Windows-1252 are nothing else."""
    return sum(sign > "\x7f" for sign in text) * 4 <= len(text)


def storable(text: str) -> tuple[str, int]:
    """The text without characters that cannot be stored, and how many there were."""
    return UNSTORABLE.subn(REPLACEMENT, text)

"""Files that come with an edition: what they are is told by their bytes, never by their name."""

import io
import os
import re
import secrets
import zipfile
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .storing import random_name

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
MOST = 3  # in one form
MOST_PIXELS = 30_000_000
MOST_PARTS = 2000
LARGEST_UNPACKED = 100 * MEGABYTE
ATTACHMENTS = "attachments"  # the folder of the private store
NAME = re.compile(r"[^\w .,()&+-]+")
WORD_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


class Kind(models.TextChoices):
    PDF = "pdf", "PDF"
    WORD = "docx", "Word"
    PNG = "png", "PNG"
    JPEG = "jpg", "JPEG"


CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
}


@dataclass(frozen=True)
class Checked:
    name: str
    kind: str
    data: bytes


def checked(upload):
    """The file as it may be kept, or ValidationError in words; pictures are drawn anew."""
    if upload.size > LARGEST:
        raise ValidationError(_("Choose a file of at most 10 MB."))
    data = upload.read()
    for kind, keep in KEEPERS:
        kept = keep(data)
        if kept is not None:
            return Checked(name_for(upload.name, kind), kind, kept)
    raise ValidationError(_("Choose a PDF, Word (.docx), PNG or JPEG file; others are not kept."))


def pdf(data):
    return data if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:] else None


def word(data):
    """A Word file without macros that unpacks to a bounded size."""
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return data if is_plain_word(package) else None
    except Exception as error:  # zipfile and zlib raise many kinds for a file cut or forged
        raise ValidationError(_("This Word file is damaged.")) from error


def is_plain_word(package):
    entries = package.infolist()
    whole = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_PARTS or whole > LARGEST_UNPACKED:
        return False
    names = {entry.filename.lower() for entry in entries}
    if "word/document.xml" not in names or any("vbaproject" in name for name in names):
        return False
    with package.open("[Content_Types].xml") as part:
        return WORD_TYPE in part.read(MEGABYTE)


def png(data):
    return redrawn(data, "PNG") if data.startswith(b"\x89PNG\r\n\x1a\n") else None


def jpeg(data):
    return redrawn(data, "JPEG") if data.startswith(b"\xff\xd8\xff") else None


def redrawn(data, form):
    """The picture alone: no place or camera in it, and nothing hidden behind it."""
    from PIL import Image, ImageOps  # slow to import

    try:
        picture = Image.open(io.BytesIO(data), formats=[form])
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(_("Choose a smaller picture."))
        picture = ImageOps.exif_transpose(picture)
        picture = picture.convert("RGB" if form == "JPEG" else "RGBA")
        file = io.BytesIO()
        picture.save(file, form, **({"quality": 88} if form == "JPEG" else {"optimize": True}))
    except ValidationError:
        raise
    except Exception as error:  # Pillow raises many kinds for a broken picture
        raise ValidationError(_("This picture is damaged.")) from error
    return file.getvalue()


KEEPERS = [(Kind.PDF, pdf), (Kind.WORD, word), (Kind.PNG, png), (Kind.JPEG, jpeg)]


def name_for(name, kind):
    """What readers save it as: plain signs, and the ending of what it is."""
    stem = os.path.splitext(os.path.basename(name.replace("\\", "/")))[0]
    stem = NAME.sub("-", stem).strip(" .-")[:100] or "file"
    return f"{stem}.{kind}"


def random_place(_row=None, _name=""):
    """Where it is kept: a name that tells nothing and that nobody guesses."""
    return random_name(ATTACHMENTS)


def random_key():
    return secrets.token_urlsafe(16)

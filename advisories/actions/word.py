"""A draft comes back from Word: only sections whose words were changed there are written."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from web.errors import RefusedError

from ..cleaning import plain_text
from ..importer.body import body_html
from ..importer.word import WordDocument
from ..models import Edition
from ..word import BOOKMARK, NOTE, words_digest
from .editions import save_edition

LONGEST_HEADING = 200


@dataclass
class ReadBack:
    """What became of a Word file: sections."""

    changed: list = field(default_factory=list)
    conflicts: list = field(default_factory=list)  # changed in Word and here meanwhile
    missing: list = field(default_factory=list)  # not in the file: left as they are


@dataclass
class Returned:
    """One section as the Word file has it."""

    exported: str  # digest of its words when the file was made
    heading: str
    blocks: list = field(default_factory=list)


@transaction.atomic
def read_back(edition, data, *, by):
    """Write the changes that somebody made in the Word file of this draft."""
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if edition.published_at:
        raise RefusedError(_("This edition is published; it does not change any more."))
    document = WordDocument(data)
    returned = sections_of(document)
    sections = list(edition.sections.all())
    if not any(section.pk in returned for section in sections):
        raise RefusedError(_("This file was not made from this edition."))
    result = ReadBack()
    for section in sections:
        if section.pk in returned:
            take_over(section, returned[section.pk], document, result)
        else:
            result.missing.append(section)
    if result.changed:
        save_edition(edition, result.changed, by=by, version=edition.version)
    return result


def sections_of(document):
    """Key of a section -> how it came back."""
    found, current = {}, None
    for block in document.blocks:
        mark = next(filter(None, map(BOOKMARK.fullmatch, block.bookmarks)), None)
        if mark and int(mark[2]) not in found:
            current = found[int(mark[2])] = Returned(mark[1], block.text)
        elif current and block.style != NOTE:
            block.level = block.level and max(block.level, 3)  # a heading somebody added
            current.blocks.append(block)
    return found


def take_over(section, returned, document, result):
    _source, lines = document.lines(returned.blocks)
    words = " ".join(line.text for line in lines)
    now = words_digest(returned.heading, words)
    here = words_digest(section.heading, plain_text(section.body))
    if now in (returned.exported, here):
        return
    if here != returned.exported:
        result.conflicts.append(section)
        return
    section.heading = returned.heading[:LONGEST_HEADING]
    section.body = body_html(lines)
    result.changed.append(section)

"""Two people at one draft: what the second one typed, beside what stands there now."""

from dataclasses import dataclass

from ..cleaning import clean_html
from ..difference import compare_html, compare_text, differ

TEXTS = ["title", "approved_as", "change_note"]


@dataclass(frozen=True)
class Conflict:
    label: str
    blocks: list  # of Pieces: removed is only stored, added is only typed


def conflicts(edition, data):
    """Where the posted form says something else than the rows as they are stored now."""
    found = [*edition_conflicts(edition, data), *section_conflicts(edition, data)]
    return [conflict for conflict in found if differ(conflict.blocks)]


def edition_conflicts(edition, data):
    for name in TEXTS:
        label = edition._meta.get_field(name).verbose_name
        yield Conflict(label, compare_text(getattr(edition, name), data.get(name, "")))
    label = edition._meta.get_field("summary").verbose_name
    yield Conflict(label, compare_html(edition.summary, clean_html(data.get("summary", ""))))


def section_conflicts(edition, data):
    stored = {str(section.pk): section for section in edition.sections.all()}
    for name in data:
        if not (name.startswith("sections-") and name.endswith("-heading")):
            continue
        prefix = name.removesuffix("-heading")
        yield from texts_of(stored.get(data.get(f"{prefix}-id", "")), data, f"{prefix}-")


def one_section_conflicts(section, data):
    """The same for a section that stands on a page of its own."""
    return [conflict for conflict in texts_of(section, data, "") if differ(conflict.blocks)]


def texts_of(section, data, prefix):
    heading, body = data.get(f"{prefix}heading", ""), clean_html(data.get(f"{prefix}body", ""))
    yield Conflict(heading, compare_text(section.heading if section else "", heading))
    yield Conflict(heading, compare_html(section.body if section else "", body))
    rating = section.get_rating_display() if section else ""
    typed = dict(type(section)._meta.get_field("rating").flatchoices) if section else {}
    yield Conflict(
        heading, compare_text(str(rating), str(typed.get(data.get(f"{prefix}rating"), "")))
    )

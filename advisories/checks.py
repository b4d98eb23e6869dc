"""What is looked at before an edition is published, one question a function."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .cleaning import plain_text
from .models import Contact
from .quoted import reports_quoted

HREF = re.compile(r'href="([^"]*)"')
MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


@dataclass(frozen=True)
class Check:
    done: bool
    words: str
    mend: str = ""  # where on the form it is seen to
    needed: bool = False  # publishing waits for it


def has_text(edition):
    done = any(plain_text(section.body) for section in edition.sections.all())
    words = _("The report has text") if done else _("Write the text of at least one section.")
    return Check(done, words, "sections", needed=True)


def rated_sections_are_whole(edition):
    """A section with a rating has text; one that is rated by habit or in words has a rating."""
    by_habit = rated_before(edition)
    for section in edition.sections.all():
        mend = f"section-{section.pk}"
        if section.rating and not plain_text(section.body) and not has_children(section):
            words = _("%(heading)s has a rating and no text.")
            return Check(False, words % {"heading": section.heading}, mend)
        if not section.rating and (section.rating_words or section.anchor in by_habit):
            words = _("%(heading)s has no rating.")
            return Check(False, words % {"heading": section.heading}, mend)
    return Check(True, _("Every rated section has text and rating"))


def rated_before(edition):
    """The anchors of the sections that the edition readers have now gives a rating."""
    current = edition.report.editions.live().newest_first().exclude(pk=edition.pk).first()
    rated = current.sections.exclude(rating="") if current else []
    return {section.anchor for section in rated}


def has_children(section):
    below = section.edition.sections.filter(position__gt=section.position).first()
    return bool(below and below.depth > section.depth)


def import_is_settled(edition):
    count = len(edition.problems)
    if not count:
        return Check(True, _("Nothing is left of the import to see to"), needed=True)
    words = ngettext(
        "See to %(count)d problem that the import found.",
        "See to %(count)d problems that the import found.",
        count,
    ) % {"count": count}
    return Check(False, words, "problems", needed=True)


def has_change_note(edition):
    done = bool(edition.change_note.strip())
    words = _("Note on what changed") if done else _("Write what changed, for a major edition.")
    return Check(done, words, "id_change_note")


def has_review_date(edition):
    done = bool(edition.next_review_on)
    words = _("Date of the next review") if done else _("Say when it is to be reviewed next.")
    return Check(done, words, "id_next_review_on")


def contacts_are_confirmed(edition):
    contacts = Contact.objects.of_report(edition.report)
    count = contacts.proposed().count()
    if count:
        words = ngettext(
            "%(count)d contact number is not confirmed: readers will not see it.",
            "%(count)d contact numbers are not confirmed: readers will not see them.",
            count,
        ) % {"count": count}
        return Check(False, words, "contacts")
    confirmed, old = contacts.confirmed().count(), contacts.stale().count()
    if old:
        words = ngettext(
            "%(count)d of %(all)d contact numbers was not checked for 90 days.",
            "%(count)d of %(all)d contact numbers were not checked for 90 days.",
            old,
        ) % {"count": old, "all": confirmed}
        return Check(False, words, "contacts")
    words = (
        _("Contact numbers checked") if confirmed else _("There is no confirmed number to call.")
    )
    return Check(confirmed > 0, words, "contacts")


def references_resolve(edition):
    missing = [row.title for row in reports_quoted(edition) if row.report is None]
    if not missing:
        return Check(True, _("Every report it quotes is published here"))
    words = ngettext(
        "It quotes a report that readers do not find here: %(titles)s.",
        "It quotes reports that readers do not find here: %(titles)s.",
        len(missing),
    )
    return Check(False, words % {"titles": ", ".join(missing)}, "sections")


def links_are_well_formed(edition):
    anchors = {section.anchor for section in edition.sections.all()}
    texts = [("id_summary", edition.summary)]
    texts += [(f"section-{section.pk}", section.body) for section in edition.sections.all()]
    for mend, text in texts:
        for target in map(unescape, HREF.findall(text)):
            if not is_well_formed(target, anchors):
                words = _("This link leads nowhere: %(link)s") % {"link": target[:120]}
                return Check(False, words, mend)
    return Check(True, _("All links are well formed"))


def is_well_formed(target, anchors):
    """True for an address that can be right: to see whether it answers is not our business."""
    if target.startswith("#"):
        return target[1:] in anchors
    try:
        parts = urlsplit(target)
        host = parts.hostname or ""
        parts.port  # noqa: B018  raises where it is no number
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return "." in host and not re.search(r"\s", target)
    if parts.scheme == "mailto":
        return bool(MAIL.fullmatch(parts.path))
    if parts.scheme == "tel":
        return any(sign.isdigit() for sign in parts.path)
    return not parts.scheme and not parts.netloc and is_our_page(parts.path)


def is_our_page(path):
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


ALL = [
    has_text,
    rated_sections_are_whole,
    import_is_settled,
    has_change_note,
    has_review_date,
    contacts_are_confirmed,
    references_resolve,
    links_are_well_formed,
]

"""The order of sections, the anchors by which readers link to them, and one saved by itself."""

import re

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from accounts import audit
from web.errors import StaleError

from ..cleaning import clean_html
from ..models import Edition, Section
from .review import review_again

TOLD = ["heading", "body", "rating", "rating_words", "key", "depth", "owner_id", "due_on"]
BETWEEN_TAGS = re.compile(r">\s+<")


def lock_draft(edition):
    """Keep others from publishing this draft until the deed at hand is done."""
    if not Edition.objects.select_for_update().filter(pk=edition.pk).drafts().exists():
        raise StaleError(_("This edition was published meanwhile."))


def raise_version(edition):
    """Whoever read the draft before does not know it any more: no save and no approval of theirs
    holds for what it is now."""
    Edition.objects.filter(pk=edition.pk).update(version=F("version") + 1)


def set_anchor(section):
    """key, key-2, ...: kept while the key stays, so that links hold across editions."""
    key, anchor = section.key, section.anchor
    if anchor == key or (anchor.startswith(f"{key}-") and anchor[len(key) + 1 :].isdigit()):
        return
    others = section.edition.sections.exclude(pk=section.pk)
    taken = set(others.values_list("anchor", flat=True))
    section.anchor, number = key, 1
    while section.anchor in taken:
        number += 1
        section.anchor = f"{key}-{number}"


@transaction.atomic
def add_section(edition, *, by):
    """An empty section at the end of a draft."""
    lock_draft(edition)
    last = edition.sections.aggregate(last=Max("position"))["last"]
    section = Section(edition=edition, position=(last or 0) + 1, heading=_("New section"))
    set_anchor(section)
    section.save()
    raise_version(edition)
    audit.record("add_section", edition, by=by)
    review_again(edition, by=by)
    return section


def differs(section):
    """True if this row says something else than the one stored.

    Its text is cleaned on the way. Blanks between tags do not count: the editor in the browser
    leaves them out, so that a person who only looked would seem to have written.
    """
    section.body = clean_html(section.body)
    stored = Section.objects.filter(pk=section.pk).first()
    return stored is None or told(stored) != told(section)


def told(section):
    values = {name: getattr(section, name) for name in TOLD}
    return values | {"body": BETWEEN_TAGS.sub("><", section.body)}


@transaction.atomic
def save_section(section, *, by, version):
    """Write one section of a draft, unless somebody saved it after `version` was read.

    Two people can work on two sections at once. Who has the whole draft open learns of it when
    saving: the version of the edition rises too.
    """
    edition = section.edition
    lock_draft(edition)
    same = Section.objects.filter(pk=section.pk, version=version)
    if not same.exists():
        raise StaleError(_("Somebody else saved this section meanwhile."))
    if not differs(section):
        return
    set_anchor(section)
    section.version = version + 1
    section.save()
    raise_version(edition)
    audit.record("save_section", edition, by=by)
    review_again(edition, by=by)


@transaction.atomic
def move_section(section, *, by, up):
    """Change places with the section above or below; at either end nothing happens."""
    edition = section.edition
    lock_draft(edition)
    rows = list(edition.sections.all())
    place = rows.index(section)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
    raise_version(edition)
    audit.record("move_section", edition, by=by)
    review_again(edition, by=by)

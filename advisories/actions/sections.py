"""The order of sections, and the anchors by which readers link to them."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import audit
from web.errors import StaleError

from ..models import Edition, Section


def lock_draft(edition):
    """Keep others from publishing this draft until the deed at hand is done."""
    if not Edition.objects.select_for_update().filter(pk=edition.pk).drafts().exists():
        raise StaleError(_("This edition was published meanwhile."))


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
    audit.record("add_section", edition, by=by)
    return section


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
    audit.record("move_section", edition, by=by)

"""Starting and editing a draft."""

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from accounts import audit
from web.errors import RefusedError, StaleError

from ..cleaning import clean_html
from ..models import Edition, Report, Section
from .files import copy_files
from .review import review_again
from .sections import differs, set_anchor

COPIED = ["title", "tlp", "council", "language", "summary", "approved_as", "references"]
EDITED = [
    "title", "tlp", "council", "summary", "change_note", "approved_as", "next_review_on",
    "problems", "version",
]  # fmt: skip
COPIED_SECTION = ["position", "depth", "key", "anchor", "heading", "body", "rating", "rating_words"]


@transaction.atomic
def start_edition(report, *, by, year, from_edition=None):
    """Open a draft of `year` with the text of the current edition, or of a chosen one."""
    Report.objects.select_for_update().get(pk=report.pk)
    refuse_second_draft(report, year)
    source = from_edition or current_for(by, report)
    if source and source.report_id != report.pk:
        raise RefusedError(_("That edition belongs to another report."))
    draft = Edition.objects.create(
        report=report,
        year=year,
        revision=next_revision(report, year),
        started_by=by,
        **copied_values(source, report),
    )
    copy_sections(source, draft)
    copy_files(source, draft)
    audit.record("start_edition", draft, by=by)
    return draft


def refuse_second_draft(report, year):
    editions = report.editions.filter(year=year)
    if editions.drafts().exists():
        raise RefusedError(_("A draft of %(year)s is open already.") % {"year": year})
    if editions.scheduled().exists():
        raise RefusedError(
            _("An edition of %(year)s waits for its time to be published.") % {"year": year}
        )


def current_for(person, report):
    """The newest live edition that this person may edit."""
    return report.editions.editable_by(person).live().newest_first().first()


def next_revision(report, year):
    last = report.editions.filter(year=year).aggregate(last=Max("revision"))["last"]
    return (last or 0) + 1


def copied_values(source, report):
    if source is None:
        return {"title": report.title}
    return {name: getattr(source, name) for name in COPIED}


def copy_sections(source, draft):
    if source:
        Section.objects.bulk_create(
            Section(edition=draft, **{name: getattr(section, name) for name in COPIED_SECTION})
            for section in source.sections.all()
        )


@transaction.atomic
def save_edition(edition, sections=(), removed=(), *, by, version):
    """Write a draft as edited, unless somebody saved it after `version` was read.

    `edition` and `sections` hold the new values; StaleError means that nothing was written.
    """
    claim(edition, version)
    edition.summary = clean_html(edition.summary)
    sections = [section for section in sections if differs(section)]
    if not (sections or removed or is_edited(edition)):
        return
    edition.save(update_fields=EDITED)
    for section in removed:
        section.delete()
    for section in sections:
        section.edition = edition
        section.version += 1 if section.pk else 0
        set_anchor(section)
        section.save()
    audit.record("save_edition", edition, by=by)
    review_again(edition, by=by)


def is_edited(edition):
    """True if the row at hand says something else than the one stored."""
    names = [name for name in EDITED if name != "version"]
    stored = Edition.objects.values(*names).get(pk=edition.pk)
    fields = map(edition._meta.get_field, names)
    return any(field.value_from_object(edition) != stored[field.name] for field in fields)


def claim(edition, version):
    """Raise the version of a draft that nobody saved since; a row can be claimed by one only."""
    drafts = Edition.objects.filter(pk=edition.pk, version=version, published_at=None)
    if not drafts.update(version=F("version") + 1):
        raise StaleError(_("Somebody else saved this edition meanwhile."))
    edition.version = version + 1

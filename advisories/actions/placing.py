"""An imported draft whose country or year nobody knew gets them from a person."""

from types import SimpleNamespace

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from web.errors import RefusedError

from ..importer import current_vocabulary
from ..models import Edition, Report
from ..readiness import lacks_country
from .editions import next_revision, refuse_second_draft
from .import_places import post_called, report_on, set_topic


@transaction.atomic
def place_draft(edition, *, by, country, year, post_name=""):
    """Move a draft to the report of this place, under this year; without one, it is on a topic."""
    edition = Edition.objects.select_for_update().select_related("report").get(pk=edition.pk)
    if edition.published_at or not is_homeless(edition):
        raise RefusedError(_("Place and year of this edition are settled."))
    before = edition.report
    report = before
    if before.home is None and country is None:
        set_topic(before)
    elif before.home is None:
        about = SimpleNamespace(
            post_name=post_name, post_kind="", address="", hours="",
            kind=kind_of(edition.title), title=edition.title, year=year,
        )  # fmt: skip
        report = report_on(about, country, post_called(about, country))
    Report.objects.select_for_update().get(pk=report.pk)
    refuse_second_draft(report, year)
    edition.report, edition.year = report, year
    edition.revision = next_revision(report, year)
    if report != before:
        edition.title = report.title
    edition.save(update_fields=["report", "year", "revision", "title"])
    if report != before and not before.editions.exists():
        before.delete()
    audit.record("place_edition", edition, by=by)
    return edition


def is_homeless(edition):
    return not edition.year or lacks_country(edition)


def kind_of(title):
    """The kind of report whose name stands in a title."""
    rows = current_vocabulary().data.get("report_kinds", [])
    names = {name.casefold(): row["kind"] for row in rows for name in row["names"]}
    return next((kind for name, kind in names.items() if name in title.casefold()), "")

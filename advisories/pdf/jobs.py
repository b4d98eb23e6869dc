"""Who makes which PDF: asked for by whoever reads, claimed with a lease, made once."""

import hashlib
import logging
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import F
from django.utils import timezone

from ..levels import present_level
from ..models import Edition, EditionPdf
from ..models.pdfs import LEASE, random_pdf_place
from ..quoted import readable_beside

logger = logging.getLogger(__name__)
NEWS = timedelta(hours=1)  # older editions wait until somebody asks for them


def ask(edition):
    """The PDF of a live edition as a row; a job for the worker where none is made that holds."""
    says = said_beside(edition)
    row, _new = EditionPdf.objects.get_or_create(edition=edition, defaults={"says": says})
    if row.says != says:
        again(row, says=says)
    return row


def again(row, **values):
    """Have it made anew, once, whoever notices first; the row at hand shows it too."""
    values |= {"asked_at": timezone.now(), "made_at": None, "lease_until": None, "tries": 0}
    same = EditionPdf.objects.filter(pk=row.pk, says=row.says, made_at=row.made_at)
    same.update(**values)
    row.refresh_from_db()


def said_beside(edition):
    """What the page tells that is not of the edition: level, reviews, what is current."""
    current = readable_beside(edition).filter(report=edition.report).newest_first()
    level = present_level(edition.report.home)
    facts = [level, current.values_list("pk", flat=True).first(), edition.next_review_on]
    reviewed = edition.reviewed_at
    return " ".join(map(str, [*facts, reviewed and reviewed.isoformat(timespec="seconds")]))


def ask_for_news():
    """An edition that has just come out is asked for before the first reader does."""
    now = timezone.now()
    fresh = Edition.objects.live().filter(published_at__gt=now - NEWS, pdf=None)
    for edition in fresh.select_related("report__country", "report__post__country"):
        ask(edition)


def make_due(before_each=lambda: None):
    """Make what is due, one after the other; how many were made."""
    made = 0
    while (row := claim()) is not None:
        before_each()
        made += make(row)
    return made


def claim():
    """Take the job that waits longest; of two workers only one gets it.

    The condition of the update looks at its own row alone, so that PostgreSQL looks at it
    again once the other worker's update is through.
    """
    for key in EditionPdf.objects.due().order_by("asked_at", "pk").values_list("pk", flat=True):
        until = timezone.now() + LEASE
        mine = EditionPdf.objects.unclaimed().filter(pk=key)
        if mine.update(lease_until=until, tries=F("tries") + 1):
            return EditionPdf.objects.get(pk=key)
    return None


def make(row):
    """Render and keep one; after a failure it is tried again when its lease is over."""
    from .page import html_of  # with the views of the report
    from .render import rendered

    places = ("edition__report__country", "edition__report__post__country", "edition__council")
    edition = EditionPdf.objects.select_related(*places).get(pk=row.pk).edition
    now = timezone.now()
    try:
        data = rendered(html_of(edition, now))
    except Exception:  # of any kind: the next report is not to blame
        logger.exception("The PDF of edition %s could not be made.", edition.pk)
        return False
    return keep(row, data, now)


def keep(row, data, made_at):
    """Put it in the place of the one before, unless the lease is lost."""
    place = default_storage.save(random_pdf_place(), ContentFile(data))
    mine = EditionPdf.objects.filter(pk=row.pk, lease_until=row.lease_until, says=row.says)
    kept = mine.update(
        made_at=made_at,
        file=place,
        digest=hashlib.sha256(data).hexdigest(),
        lease_until=None,
    )
    outdated = row.file.name if kept else place
    if outdated:
        default_storage.delete(outdated)
    return bool(kept)

"""A draft as its readers would see it."""

from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone

from .. import reading
from ..actions.publishing import frozen_contacts
from ..levels import present_level
from ..models import Edition
from ..quoted import reports_quoted


def preview_page(request, edition):
    """The readers' page of this edition, as if it came out now; kept by nobody."""
    live = Edition.objects.editable_by(request.user).live().values("pk")
    editions = edition.report.editions.filter(Q(pk=edition.pk) | Q(pk__in=live))
    country = edition.report.home
    context = {
        "layout": "advisories/preview.html",
        "section": "reports",
        "members": True,
        "is_draft": not edition.published_at,
        "edition": edition,
        "report": edition.report,
        "reading": reading.read(edition, editions),
        "country": country,
        "attachments": edition.attachments.all(),
        "quoted": reports_quoted(edition),
        "level": present_level(country),
        "contacts": edition.contacts if edition.published_at else frozen_contacts(edition),
    }
    edition.published_at = edition.published_at or timezone.now()
    return render(request, "advisories/report_detail.html", context)

"""What stays at the address of an edition that was taken back: since when, and what to read."""

from django.http import Http404
from django.shortcuts import render

from ..models import Edition

GONE = 410


def withdrawn_for(user, slug):
    """The withdrawn editions of a report that this person could read, the greatest first."""
    return Edition.objects.withdrawn().readable_by(user).filter(report__slug=slug).newest_first()


def tombstone(request, editions, slug, *, members=False, **which):
    """No word of the edition itself; for whom it never was there, nothing is.

    `editions` are the live ones that this reader sees, the current one first.
    """
    found = withdrawn_for(request.user, slug).filter(**which)
    edition = found.select_related("report__country", "report__post__country").first()
    if edition is None:
        raise Http404
    context = {
        "edition": edition,
        "report": edition.report,
        "country": edition.report.home,
        "current": editions.select_related("report").first(),
        "section": "reports",
        "members": members,
        "layout": "base_private.html" if members else "base.html",
    }
    return render(request, "advisories/edition_withdrawn.html", context, status=GONE)

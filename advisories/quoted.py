"""Titles of other reports that an edition quotes, and the reports of these names."""

from dataclasses import dataclass

from django.db.models import Q

from .models import Edition, Report, Tlp


@dataclass(frozen=True)
class Quoted:
    title: str
    report: Report | None
    is_public: bool = False


def reports_quoted(edition):
    """Each quoted title once, with its report where every reader of this edition may read it."""
    titles = list(dict.fromkeys(row["title"] for row in edition.references))
    if not titles:
        return []
    called = Q()
    for title in titles:
        called |= Q(title__iexact=title) | Q(report__title__iexact=title)
    editions = readable_beside(edition).filter(called).exclude(report=edition.report_id)
    found = {}
    for other in editions.select_related("report").order_by("-year", "-revision"):
        for name in (other.title, other.report.title):
            found.setdefault(name.casefold(), other)
    return [quoted(title, found.get(title.casefold())) for title in titles]


def quoted(title, edition):
    if edition is None:
        return Quoted(title, None)
    return Quoted(title, edition.report, edition.tlp == Tlp.CLEAR)


def readable_beside(edition):
    """Live editions that whoever may read this one may read too."""
    allowed = Q(tlp=Tlp.CLEAR)
    if edition.tlp != Tlp.CLEAR:
        allowed |= Q(tlp=Tlp.GREEN)
    if edition.tlp == Tlp.AMBER:
        allowed |= Q(tlp=Tlp.AMBER, council=edition.council_id)
    return Edition.objects.live().filter(allowed)

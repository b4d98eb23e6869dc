"""What changed between two editions of a report that this reader may see."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from web.public import public_page

from ..comparison import compare
from ..models import LevelChange
from .reports import of_report, public, readable_by

WAYS = ("changes", "whole", "side")  # only what changed, all of it, side by side


@public_page
def report_changes(request, slug):
    return changes_page(request, of_report(public(), slug), slug)


def member_report_changes(request, slug):
    return changes_page(request, of_report(readable_by(request.user), slug), slug, members=True)


def changes_page(request, editions, slug, *, members=False):
    """The editions named by ?old= and ?new=, else the current one and the one before it."""
    known = list(editions.select_related("report__country", "report__post__country"))
    if len(known) < 2:
        raise Http404
    new = named(request.GET.get("new"), known) or known[0]
    older = [edition for edition in known if place(edition) < place(new)]
    old = named(request.GET.get("old"), known) or (older or known)[0]
    old, new = sorted((old, new), key=place)
    way = request.GET.get("show")
    comparison = compare(old, new)
    levels = [level_at(new.report.home, edition.published_at) for edition in (old, new)]
    context = {
        "comparison": comparison,
        "levels": levels if levels[0] != levels[1] else None,
        "editions": known,
        "report": new.report,
        "country": new.report.home,
        "way": way if way in WAYS else "changes",
        "ways": WAYS,
        "shown": comparison.changes if way in WAYS[1:] else comparison.changed,
        "section": "reports",
        "members": members,
        "layout": "base_private.html" if members else "base.html",
        "address": reverse(f"advisories:{'member_' * members}report_changes", args=[slug]),
    }
    return render(request, "advisories/report_changes.html", context)


def level_at(country, moment):
    """The country's level at that moment, or None where there was none."""
    if country is None:
        return None
    changes = LevelChange.objects.in_force().filter(country=country, area=None)
    return changes.filter(in_force_from__lte=moment).values_list("level", flat=True).first()


def place(edition):
    return edition.year, edition.revision


def named(name, editions):
    """The edition called "2017-v2" among those known, or None."""
    return next((edition for edition in editions if name_of(edition) == name), None)


def name_of(edition):
    return f"{edition.year}-v{edition.revision}"

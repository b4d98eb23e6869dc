"""How a report rated each risk, year by year."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from web.public import public_page

from ..ratings import chart, over_the_years, trend
from .reports import of_report, public, readable_by


@public_page
def report_ratings(request, slug):
    return ratings_page(request, of_report(public(), slug), slug)


def member_report_ratings(request, slug):
    return ratings_page(request, of_report(readable_by(request.user), slug), slug, members=True)


def ratings_page(request, editions, slug, *, members=False):
    known = list(editions.select_related("report__country", "report__post__country"))
    if not known:
        raise Http404
    years, rows = over_the_years(known)
    context = {
        "current": known[0],
        "years": years,
        "rows": [(row, trend(row)) for row in rows],
        "chart": chart(years, rows),
        "section": "reports",
        "members": members,
        "layout": "base_private.html" if members else "base.html",
        "address": reverse(f"advisories:{'member_' * members}report_detail", args=[slug]),
    }
    return render(request, "advisories/report_ratings.html", context)

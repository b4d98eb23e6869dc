"""Countries A to Z, and the page of each."""

from itertools import groupby

from django.http import Http404
from django.shortcuts import render

from advisories.levels import present_levels
from portal.country_page import facts_of
from portal.country_rows import countries_called
from portal.home_rows import listed
from portal.places import fold
from web.public import public_page


@public_page
def country_list(request):
    """All of them, or those at one level (?level=3)."""
    levels = present_levels()
    countries = listed(levels)
    level = request.GET.get("level", "")
    level = int(level) if level in {"1", "2", "3", "4"} else None
    shown = [country for country in countries if level is None or country.level == level]
    context = {
        "section": "countries",
        "letters": by_letter(shown),
        "shown": len(shown),
        "level": level,
        "scale": range(1, 5),
    }
    return render(request, "portal/country_list.html", context)


def by_letter(countries):
    """Groups of countries under the first letter of their name, accents aside."""
    ordered = sorted(countries, key=lambda country: fold(country.name))
    return [
        (letter.upper(), list(group))
        for letter, group in groupby(ordered, key=lambda country: fold(country.name)[:1])
    ]


@public_page
def country_detail(request, slug):
    country = countries_called.first(slug=slug)
    if country is None:
        raise Http404
    context = {"section": "countries", **facts_of(country)}
    return render(request, "portal/country_detail.html", context)

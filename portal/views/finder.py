"""The place finder behind the search box of the home page."""

from django.shortcuts import redirect, render

from portal.places import LONGEST, find
from web.public import public_page


@public_page
def place_find(request):
    """The page of the place that was meant, or the choice of what may have been."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    found = find(typed)
    if len(found.exact) == 1:
        return redirect(found.exact[0].url)
    context = {"section": "countries", "typed": typed, "found": found}
    return render(request, "portal/place_find.html", context)

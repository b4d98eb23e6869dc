"""The place finder behind the search box of the home page."""

from urllib.parse import urlencode

from django.shortcuts import redirect, render

from portal.places import LONGEST, find
from portal.search import Question, search
from web.public import public_page


@public_page
def place_find(request):
    """The page of the place that was meant, or the choice of what may have been.

    Words that are no place's name are looked for in reports and alerts.
    """
    typed = request.GET.get("q", "").strip()[:LONGEST]
    found = find(typed)
    if len(found.exact) == 1:
        return redirect(found.exact[0].url)
    named = found.exact or found.partly
    hits = [] if named else search(request.user, Question(typed)).page.object_list
    context = {
        "section": "countries",
        "typed": typed,
        "found": found,
        "hits": hits,
        "words": urlencode({"q": typed}),
    }
    return render(request, "portal/place_find.html", context)

"""Searching everything: for everybody in what is public, for members in what they may read."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from portal.places import suggestions
from portal.search import search
from portal.search.form import SearchForm
from web.public import public_page


@public_page
def search_page(request):
    return found_page(request, "base.html")


@login_required
def member_search(request):
    return found_page(request, "base_private.html", members=True)


def found_page(request, layout, *, members=False):
    form = SearchForm(request.GET)
    question = form.question()
    results = search(request.user, question, request.GET.get("page"))
    found = results.page.paginator.count
    context = {
        "layout": layout,
        "members": members,
        "form": form,
        "question": question,
        "results": results,
        "page": results.page,
        "asked": bool(question.typed),
        "near": suggestions(question.typed) if question.typed and not found else [],
        "words": urlencode({"q": question.typed}),
        "kept": urlencode(form.kept()),
        "filters": urlencode(form.kept(archive="")),
    }
    return render(request, "portal/search.html", context)

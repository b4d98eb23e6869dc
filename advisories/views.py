"""Reports as readers see them; the members' pages show what else this person may read."""

from django.http import Http404
from django.shortcuts import render

from web.public import public_page

from .models import Edition


@public_page
def report_list(request):
    return editions_page(request, "report_list", Edition.objects.live().clear().current())


@public_page
def report_detail(request, slug):
    return reading_page(request, slug, public())


@public_page
def edition_detail(request, slug, year, revision):
    return reading_page(request, slug, public(), year=year, revision=revision)


@public_page
def edition_list(request, slug):
    return editions_page(request, "edition_list", of_report(public(), slug))


def member_report_list(request):
    return editions_page(request, "report_list", readable_by(request.user).current())


def member_report_detail(request, slug):
    return reading_page(request, slug, readable_by(request.user))


def member_edition_detail(request, slug, year, revision):
    return reading_page(request, slug, readable_by(request.user), year=year, revision=revision)


def member_edition_list(request, slug):
    return editions_page(request, "edition_list", of_report(readable_by(request.user), slug))


def public():
    return Edition.objects.live().clear()


def readable_by(user):
    return Edition.objects.visible_to(user).live()


def of_report(editions, slug):
    editions = editions.filter(report__slug=slug)
    if not editions:
        raise Http404
    return editions


def editions_page(request, page, editions):
    context = {"section": "reports", "editions": editions.select_related("report")}
    return render(request, f"advisories/{page}.html", context)


def reading_page(request, slug, editions, **which):
    editions = editions.filter(report__slug=slug).newest_first().select_related("report")
    edition = editions.filter(**which).first()
    if edition is None:
        raise Http404
    return render(
        request, "advisories/report_detail.html", {"section": "reports", "edition": edition}
    )

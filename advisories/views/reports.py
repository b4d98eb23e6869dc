"""Reports as readers see them; the members' pages show what else this person may read."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from web.public import public_page

from ..models import Contact, Edition
from ..pdf import is_offered
from ..reading import laid_out
from .withdrawn import tombstone, withdrawn_for

PER_PAGE = 100


@public_page
def report_list(request):
    return report_list_page(request, public())


@public_page
def report_detail(request, slug):
    return reading_page(request, public(), slug)


@public_page
def edition_detail(request, slug, year, revision):
    return reading_page(request, public(), slug, year=year, revision=revision)


@public_page
def edition_list(request, slug):
    return edition_list_page(request, public(), slug)


@login_required
def member_report_list(request):
    return report_list_page(request, readable_by(request.user), members=True)


def member_report_detail(request, slug):
    return reading_page(request, readable_by(request.user), slug, members=True)


def member_edition_detail(request, slug, year, revision):
    editions = readable_by(request.user)
    return reading_page(request, editions, slug, members=True, year=year, revision=revision)


def member_edition_list(request, slug):
    return edition_list_page(request, readable_by(request.user), slug, members=True)


def public():
    return Edition.objects.live().clear()


def readable_by(user):
    return Edition.objects.visible_to(user).live()


def of_report(editions, slug):
    return editions.filter(report__slug=slug).newest_first()


def report_list_page(request, editions, *, members=False):
    """The current edition of every report, by country; those on a topic come last."""
    current = editions.current().select_related("report__country", "report__post")
    ordered = current.order_by(
        F("report__country__name").asc(nulls_last=True), "report__post__name", "title"
    )
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    return show(request, "report_list", members, page=page)


def edition_list_page(request, editions, slug, *, members=False):
    known = of_report(editions, slug).select_related("report__country", "report__post")
    editions = list(known)
    if not editions:
        raise Http404
    name = "member_report_detail" if members else "report_detail"
    current = editions[0]
    address = reverse(f"advisories:{name}", args=[current.report.slug])
    context = {"editions": editions, "current": current, "current_url": address}
    context["withdrawn"] = withdrawn_for(request.user, slug).select_related("report__post")
    return show(request, "edition_list", members, **context)


def reading_page(request, editions, slug, *, members=False, **which):
    """The current edition of a report, or the one of `year` and `revision`."""
    editions = of_report(editions, slug)
    related = editions.select_related("report__country", "report__post__country", "council")
    edition = related.filter(**which).first()
    if edition is None:
        return tombstone(request, editions, slug, members=members, **which)
    context = laid_out(edition, editions) | {"contacts": edition.contacts}
    if is_offered():
        context["pdf_url"] = pdf_address(edition)
    return show(request, "report_detail", members, **context)


def pdf_address(edition):
    return f"{edition.get_absolute_url()}report.pdf"


def preview_page(request, edition):
    """A draft as its readers will see it; whether this person may is the caller's question."""
    published = readable_by(request.user).filter(report=edition.report)
    editions = published | Edition.objects.filter(pk=edition.pk)
    contacts = Contact.objects.confirmed().of_report(edition.report).select_related("post")
    context = laid_out(edition, editions) | {"contacts": contacts, "preview": True}
    return show(request, "report_detail", members=True, **context)


def show(request, template, members, **context):
    layout = "base_private.html" if members else "base.html"
    context |= {"section": "reports", "members": members, "layout": layout}
    return render(request, f"advisories/{template}.html", context)

"""Sections of one key over all current reports, and one section of an edition."""

from django.http import Http404

from advisories.importer import current_vocabulary
from advisories.models import Section
from web.api import PAGING, api_page, page_of
from web.models import SiteSettings

from . import shapes
from .reports import at_place, public, published_by


@api_page("as_of", "country", "key", "post", *PAGING)
def sections(query):
    """The sections of every current edition, those of one key where `key` names it."""
    moment = query.moment("as_of")
    key = query.one_of("key", known_key, "section key")
    current = at_place(query, published_by(moment)).current()
    rows = Section.objects.filter(edition__in=current.values("pk"))
    rows = rows.filter(key=key) if key else rows
    ready = rows.select_related("edition__report__country", "edition__report__post__country")
    ordered = ready.order_by("edition__report__slug", "position", "pk")
    return page_of(query, ordered, shaped, as_of=query.text("as_of"))


@api_page()
def section(query, slug, year, revision, anchor):
    edition = public().filter(report__slug=slug, year=year, revision=revision)
    rows = Section.objects.filter(edition__in=edition.values("pk"), anchor=anchor)
    found = rows.select_related("edition__report__country", "edition__report__post__country")
    if not found:
        raise Http404
    return shaped(found)[0]


def shaped(sections):
    site = SiteSettings.load()
    return [
        shapes.section(row, site) | {"edition": shapes.edition(row.edition)} for row in sections
    ]


def known_key(key):
    return key if key in current_vocabulary().kinds else None

"""Reports and their editions."""

from django.db.models import Q
from django.http import Http404

from advisories.models import Edition, Post
from web.api import PAGING, api_page, page_of
from web.models import SiteSettings

from . import shapes
from .places import country_asked

TEXTS = ("summary", "contacts", "references", "problems", "unplaced")


def public():
    rows = Edition.objects.live().clear()
    return rows.select_related("report__country", "report__post__country")


def published_by(moment):
    return public().filter(published_at__lte=moment)


@api_page("as_of", "country", "post", *PAGING)
def reports(query):
    """Every report with its current edition, now or on a day."""
    moment = query.moment("as_of")
    current = at_place(query, published_by(moment)).current().defer(*TEXTS)
    rows = current.order_by("report__slug")
    return page_of(query, rows, report_shapes, as_of=query.text("as_of"))


@api_page("as_of")
def report(query, slug):
    """One report with its current edition and those before it."""
    moment = query.moment("as_of")
    editions = list(published_by(moment).filter(report__slug=slug).newest_first().defer(*TEXTS))
    if not editions:
        raise Http404
    [answer] = report_shapes(editions[:1])
    known = [shapes.edition(edition) for edition in editions]
    return answer | {"as_of": query.text("as_of"), "editions": known}


def report_shapes(editions):
    return [
        {
            "slug": edition.report.slug,
            "title": edition.report.title,
            "country": shapes.country_name(edition.report.home),
            "post": shapes.post_name(edition.report.post),
            "updated_at": shapes.time(edition.published_at),
            "edition": shapes.edition(edition),
            "url": shapes.address("report", edition.report.slug),
            "page": shapes.page(edition.report),
        }
        for edition in editions
    ]


@api_page("as_of", "country", "post", *PAGING)
def editions(query):
    """Every public edition, the newest first."""
    moment = query.moment("as_of")
    rows = at_place(query, published_by(moment)).order_by("-published_at", "-pk").defer(*TEXTS)
    shaped = lambda found: [shapes.edition(edition) for edition in found]  # noqa: E731
    return page_of(query, rows, shaped, as_of=query.text("as_of"))


@api_page()
def edition(query, slug, year, revision):
    """One edition, whole; what stands here never changes."""
    rows = public().filter(report__slug=slug, year=year, revision=revision)
    found = rows.prefetch_related("sections").first()
    if found is None:
        raise Http404
    return shapes.whole_edition(found, SiteSettings.load())


def at_place(query, editions):
    country = country_asked(query)
    post = query.one_of("post", listed_post, "post")
    if country:
        here = Q(report__country=country) | Q(report__post__country=country)
        editions = editions.filter(here)
    return editions.filter(report__post=post) if post else editions


def listed_post(slug):
    return Post.objects.listed().filter(slug=slug).first()

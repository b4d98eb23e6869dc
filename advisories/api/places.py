"""Countries and posts."""

from collections import defaultdict

from django.db.models import Max, Q
from django.http import Http404

from advisories.models import Contact, Country, Edition, LevelChange, Post
from web.api import PAGING, api_page, page_of
from web.models import SiteSettings

from . import shapes


@api_page("as_of", *PAGING)
def countries(query):
    moment = query.moment("as_of")
    rows = Country.objects.select_related("region").order_by("name", "pk")
    return page_of(query, rows, lambda found: shaped(found, moment), as_of=query.text("as_of"))


@api_page("as_of")
def country(query, code):
    """One country, with its posts and the numbers to call."""
    found = country_of(code)
    if found is None:
        raise Http404
    moment = query.moment("as_of")
    [answer] = shaped([found], moment)
    contacts = Contact.objects.confirmed().filter(country=found).select_related("post")
    posts = ready_posts(Post.objects.filter(country=found))
    return answer | {
        "as_of": query.text("as_of"),
        "main_risks": found.main_risks,
        "entry_rules": shapes.entry_rules(found),
        "contacts": [shapes.contact(contact) for contact in contacts.by_urgency()],
        "posts": [shapes.post(post) for post in posts],
    }


@api_page("country", *PAGING)
def posts(query):
    country = country_asked(query)
    rows = ready_posts(Post.objects.filter(country=country) if country else Post.objects.all())
    return page_of(query, rows, lambda found: [shapes.post(post) for post in found])


@api_page()
def post(query, slug):
    found = ready_posts(Post.objects.filter(slug=slug)).first()
    if found is None:
        raise Http404
    return shapes.post(found)


def ready_posts(rows):
    listed = rows.listed().select_related("country").prefetch_related("areas")
    return listed.order_by("name", "pk")


def country_of(code):
    """The country of an ISO 3166-1 code of two or three letters, or None."""
    wanted = code.upper()
    if not (wanted.isascii() and len(wanted) in (2, 3)):
        return None
    codes = Q(alpha2=wanted) | Q(alpha3=wanted)
    return Country.objects.select_related("region").filter(codes).first()


def country_asked(query):
    return query.one_of("country", country_of, "country (ISO 3166-1, two or three letters)")


def shaped(countries, moment):
    """The countries with their levels of that moment, in as many queries for one as for all."""
    site, levels = SiteSettings.load(), defaultdict(list)
    standing = LevelChange.objects.standing_at(moment).filter(country__in=countries)
    ready = standing.select_related("country", "area").prefetch_related("indicators")
    for change in ready.order_by("area__name", "pk"):
        levels[change.country_id].append(change)
    updated = updated_at(countries)
    return [country_shape(row, levels[row.pk], updated.get(row.pk), site) for row in countries]


def country_shape(country, levels, updated, site):
    whole = next((change for change in levels if change.area_id is None), None)
    return {
        "code": country.alpha2,
        "alpha2": country.alpha2,
        "alpha3": country.alpha3,
        "numeric": country.numeric or None,
        "name": country.name,
        "region": country.region.name,
        "territory": country.territory,
        "time_zone": country.time_zone,
        "level": whole and shapes.level(whole, site),
        "parts": [shapes.level(change, site) for change in levels if change.area_id],
        "updated_at": shapes.time(updated),
        "url": shapes.address("country", country.alpha2),
        "page": shapes.page(country),
    }


def updated_at(countries):
    """When a level or a public report of each last changed."""
    changes = LevelChange.objects.in_force().filter(country__in=countries)
    editions = Edition.objects.live().clear().filter(report__country__in=countries)
    found = dict(changes.order_by().values_list("country").annotate(at=Max("in_force_from")))
    for country, at in (
        editions.order_by().values_list("report__country").annotate(at=Max("published_at"))
    ):
        found[country] = max(at, found.get(country, at))
    return found

"""The levels in force now or on a day, and how they came about."""

from advisories.models import LevelChange
from web.api import PAGING, api_page, page_of
from web.models import SiteSettings

from . import shapes
from .places import country_asked

ORDER = ("country__name", "area__name", "pk")


@api_page("as_of", "country", "level", *PAGING)
def levels(query):
    """The level of every country and of its parts."""
    moment = query.moment("as_of")
    standing = of_country(query, LevelChange.objects.standing_at(moment))
    level = query.number("level", lowest=1, highest=4)
    rows = standing.filter(level=level) if level else standing
    return page_of(query, ready(rows.order_by(*ORDER)), shaped, as_of=query.text("as_of"))


@api_page("country", *PAGING)
def level_history(query):
    """Every change that came into force, the newest first."""
    changes = of_country(query, LevelChange.objects.in_force())
    return page_of(query, ready(changes.order_by("-in_force_from", "-pk")), shaped)


def of_country(query, changes):
    country = country_asked(query)
    return changes.filter(country=country) if country else changes


def ready(changes):
    return changes.select_related("country", "area").prefetch_related("indicators")


def shaped(changes):
    site = SiteSettings.load()
    return [shapes.level(change, site) for change in changes]

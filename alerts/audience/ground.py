"""The ground that something concerns, and whose place lies on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from advisories.models import Area, Country, Post


@dataclass(frozen=True)
class Ground:
    """Whole countries, single posts, and the countries that those posts and areas lie in."""

    everywhere: bool = False
    countries: frozenset[int] = frozenset()
    posts: frozenset[int] = frozenset()
    around: frozenset[int] = frozenset()

    def holds(self, path=""):
        """Rows with a country and perhaps a post: without a post they hear the whole country."""
        if self.everywhere:
            return Q(pk__isnull=False)
        country, post = f"{path}country", f"{path}post"
        return (
            Q(**{f"{country}__in": self.countries})
            | Q(**{f"{post}__in": self.posts})
            | Q(**{f"{country}__in": self.around, post: None})
        )

    def followed(self):
        """Subscriptions to it: the country of a post is followed with all its posts."""
        if self.everywhere:
            return Q(pk__isnull=False)
        place = Q(country__in=self.countries | self.around) | Q(post__in=self.posts)
        return place | Q(everything=True) if self else Q(pk__in=[])

    def __or__(self, other):
        return Ground(
            self.everywhere or other.everywhere,
            self.countries | other.countries,
            self.posts | other.posts,
            self.around | other.around,
        )

    def __bool__(self):
        return bool(self.everywhere or self.countries or self.posts or self.around)


def ground_of(places, everywhere=False):
    """The ground of some countries, areas and posts; no place is no ground at all."""
    countries, posts, around = set(), set(), set()
    for place in places:
        if isinstance(place, Country):
            countries.add(place.pk)
            continue
        around.add(place.country_id)
        if isinstance(place, Area):
            posts.update(place.posts.values_list("pk", flat=True))
        else:
            posts.add(place.pk)
    return Ground(everywhere, frozenset(countries), frozenset(posts), frozenset(around))


def ground_of_alert(alert):
    places = alert.places.select_related("country", "area", "post")
    return ground_of([row.place for row in places], alert.everywhere)


def ground_of_report(report):
    """Its country or post; a report on a topic concerns everybody who follows anything."""
    return ground_of([report.place] if report.place else [], everywhere=not report.place)


def today_there(later=timedelta(0)):
    """The date at a stop (or some days later) in its own time zone; the world has three at most."""
    now = timezone.now()
    days = {}
    zones = {*names(Country), *names(Post)}
    for zone in zones:
        days.setdefault(datetime.now(ZoneInfo(zone)).date(), []).append(zone)
    days.pop(now.date(), None)
    cases = [
        When(zone_there__in=zones, then=Value(day + later)) for day, zones in sorted(days.items())
    ]
    return Case(*cases, default=Value(now.date() + later), output_field=models.DateField())


def names(model):
    return model.objects.order_by().values_list("time_zone", flat=True).distinct()


def zone_there():
    return Coalesce("post__time_zone", "country__time_zone")

"""What the home page asks of the database, each question as a statement of its own."""

from typing import NamedTuple

from django.urls import reverse

from advisories.models import Country, Edition, LevelChange, Post, Report
from alerts.models import Alert, AlertPlace
from web.statements import statement

ALERTS_SHOWN = 5
REPORTS_SHOWN = 3
CHANGES_SHOWN = 3
# The columns that the page shows, in words or by what they decide; no other is read.
OF_ALERTS = (
    "grade", "title", "what_to_do", "year", "slug", "tlp", "exercise", "everywhere", "published_at",
)  # fmt: skip
OF_EDITIONS = (
    "title", "year", "tlp", "change_note", "published_at",
    "report__slug", "report__country__name", "report__country__time_zone",
)  # fmt: skip
OF_CHANGES = (
    "level", "reason", "in_force_from", "country__name", "country__slug", "country__time_zone",
    "area__name",
)  # fmt: skip


@statement()
def alerts_now(at):
    return Alert.objects.in_force(at).clear().only(*OF_ALERTS).worst_first()


@statement()
def places_of_alerts_now(at):
    return AlertPlace.objects.filter(alert__in=Alert.objects.in_force(at).clear()).named()


@statement()
def reports_now(at):
    """The country of each public report that has one."""
    reports = Report.objects.clear(at).exclude(country=None)
    return reports.order_by("pk").values_list("country", flat=True)


@statement()
def newest_editions(at):
    editions = Edition.objects.live(at).clear()
    current = editions.current().select_related("report__country")
    return current.only(*OF_EDITIONS).order_by("-published_at")[:REPORTS_SHOWN]


@statement()
def newest_changes(at):
    """With the level before each, for which only the history of their countries is read."""
    in_force = LevelChange.objects.in_force(at).order_by("-in_force_from", "-pk")
    there = in_force.filter(country__in=in_force.values("country")[:CHANGES_SHOWN])
    changes = there.with_level_before().select_related("country", "area")
    return changes.only(*OF_CHANGES)[:CHANGES_SHOWN]


class Listed(NamedTuple):
    """A country with what lists and the map show of it: of so many, plain values do."""

    pk: int
    name: str
    slug: str
    alpha2: str
    numeric: str
    level: int | None

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("country_detail", args=[self.slug])


def listed(levels):
    """Every country by name, with its level by its id."""
    return [Listed._make((*row, levels.get(row[0]))) for row in countries()]


@statement()
def countries(at):
    return Country.objects.values_list("pk", "name", "slug", "alpha2", "numeric")


@statement()
def cities(at):
    return Post.objects.listed(at).values_list("name", "country__name")

"""What the home page asks of the database, each question as a statement of its own."""

from advisories.models import Country, Edition, LevelChange, Post, Report
from alerts.models import Alert, AlertPlace
from web.statements import statement

ALERTS_SHOWN = 5
REPORTS_SHOWN = 3
CHANGES_SHOWN = 3


@statement()
def alerts_now(at):
    return Alert.objects.in_force(at).clear().worst_first()


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
    return current.order_by("-published_at")[:REPORTS_SHOWN]


@statement()
def newest_changes(at):
    changes = LevelChange.objects.in_force(at).with_level_before()
    related = changes.select_related("country", "area")
    return related.order_by("-in_force_from", "-pk")[:CHANGES_SHOWN]


@statement()
def countries(at):
    """Every country by name, with what lists and the map show of it."""
    return Country.objects.only("name", "slug", "alpha2", "numeric")


@statement()
def cities(at):
    return Post.objects.listed(at).values_list("name", "country__name")

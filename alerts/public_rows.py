"""What the page of one alert asks of the database, each question as a statement of its own."""

from django.db.models import BigIntegerField, IntegerField, Q, SlugField

from advisories.models import Contact, Edition
from web.statements import statement

from .models import Alert, AlertPlace

REPORTS_SHOWN = 4


@statement(year=IntegerField(), slug=SlugField())
def alerts_called(at, year, slug):
    """The public alert of this address."""
    alerts = Alert.objects.sent(at).clear().select_related("council")
    return alerts.filter(year=year, slug=slug)


@statement(alert=BigIntegerField())
def places_of(at, alert):
    return AlertPlace.objects.filter(alert=alert).named()


@statement(alert=BigIntegerField())
def contacts_around(at, alert):
    """The confirmed numbers of all countries that an alert concerns."""
    return (
        Contact.objects.confirmed()
        .filter(in_countries_of(alert, "country"))
        .select_related("post")
        .by_urgency()
    )


@statement(alert=BigIntegerField())
def background_of(at, alert):
    """The current public reports of the countries that an alert concerns."""
    current = Edition.objects.live(at).clear().filter(in_countries_of(alert, "report__country"))
    return current.current().select_related("report").order_by("title")[:REPORTS_SHOWN]


def in_countries_of(alert, path):
    places = AlertPlace.objects.filter(alert=alert)
    condition = Q()
    for country in ("country", "area__country", "post__country"):
        condition |= Q(**{f"{path}__in": places.exclude(**{country: None}).values(country)})
    return condition

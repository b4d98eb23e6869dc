"""Alerts as JSON. Public ones only, and no exercise."""

from django.http import Http404
from django.urls import reverse

from advisories.api import shapes
from advisories.api.places import country_asked
from alerts.models import Alert, Grade
from web.api import PAGING, api_page, page_of
from web.open_data import absolute


def public():
    return Alert.objects.sent().clear().with_places().select_related("refers_to")


@api_page("country", "in_force", *PAGING)
def alerts(query):
    """Alerts and their updates, the newest first."""
    rows, country, in_force = public(), country_asked(query), query.flag("in_force")
    if country:
        rows = rows.in_country(country)
    if in_force is not None:
        holding = Alert.objects.in_force().values("pk")
        rows = rows.filter(pk__in=holding) if in_force else rows.exclude(pk__in=holding)
    return page_of(query, rows.order_by("-published_at", "-pk"), shaped)


@api_page()
def alert(query, year, slug):
    found = public().filter(year=year, slug=slug).first()
    if found is None:
        raise Http404
    return shape(found)


def shaped(rows):
    return [shape(row) for row in rows]


def shape(alert):
    first = alert.refers_to
    return {
        "year": alert.year,
        "slug": alert.slug,
        "grade": Grade(alert.grade).name.lower(),
        "grade_number": alert.grade,
        "headline": alert.headline,
        "title": alert.title,
        "what_to_do": alert.what_to_do,
        "what_happened": alert.what_happened,
        "where_and_when": alert.where_and_when,
        "if_affected": alert.if_affected,
        "everywhere": alert.everywhere,
        "places": [place(row) for row in alert.places.all()],
        "starts_on": shapes.time(alert.starts_on),
        "ends_on": shapes.time(alert.ends_on),
        "expires_at": shapes.time(alert.over_at),
        "in_force": alert.is_in_force,
        "state": state_of(alert),
        "published_at": shapes.time(alert.published_at),
        "ended_at": shapes.time(alert.ended_at),
        "ended_because": alert.ended_because,
        "retracted_at": shapes.time(alert.called_back_at),
        "updated_at": shapes.time(alert.ended_at or alert.published_at),
        "update_of": (first and is_public(first) and address(first)) or None,
        "cap": absolute(reverse("alerts:alert_cap", args=[alert.year, alert.slug])),
        "url": address(alert),
        "page": shapes.page(alert),
    }


def state_of(alert):
    """In one word, what ended_at, retracted_at and expires_at say together."""
    if alert.called_back_at:
        return "retracted"
    if alert.ended_at:
        return "ended"
    return "in_force" if alert.is_in_force else "expired"


def is_public(alert):
    return alert.tlp == "clear" and not alert.exercise


def address(alert):
    return shapes.address("alert", alert.year, alert.slug)


def place(row):
    kind = "country" if row.country_id else "area" if row.area_id else "post"
    country = row.in_country
    return {"kind": kind, "name": row.place.name, "country": shapes.country_name(country)}

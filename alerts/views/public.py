"""Alerts as readers see them."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from advisories.levels import present_levels
from advisories.models import Country
from alerts.models import Alert
from alerts.public_rows import alerts_called, background_of, contacts_around, places_of
from web.public import public_page
from web.statements import put_at_hand

PER_PAGE = 50


@public_page
def alert_list(request):
    alerts = Alert.objects.in_force().clear().worst_first()
    return list_page(request, "alert_list", alerts)


@public_page
def past_alerts(request):
    """Alerts that ended or are over, the newest first."""
    over = Alert.objects.sent().clear().filter(refers_to=None)
    alerts = over.exclude(pk__in=Alert.objects.in_force().values("pk")).order_by("-published_at")
    return list_page(request, "past_alerts", alerts)


def list_page(request, page, alerts):
    """One page of alerts, of one country where the address names it (?country=kazakhstan)."""
    country = asked_country(request)
    alerts = alerts.in_country(country) if country else alerts
    alerts = Paginator(alerts.with_places(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"section": "alerts", "page": alerts, "country": country}
    return render(request, f"alerts/{page}.html", context)


def asked_country(request):
    slug = request.GET.get("country", "")
    if "\0" in slug:
        raise Http404
    return get_object_or_404(Country, slug=slug) if slug else None


@public_page
def alert_detail(request, year, slug):
    alert = alerts_called.first(year=year, slug=slug)
    if alert is None:
        raise Http404
    return detail_page(request, alert, Alert.objects.sent().clear())


def member_alert_detail(request, year, slug):
    readable = Alert.objects.visible_to(request.user).sent()
    alert = get_object_or_404(readable.select_related("council"), year=year, slug=slug)
    return detail_page(request, alert, readable, layout="base_private.html")


def detail_page(request, alert, readable, layout="base.html"):
    """One alert with those of `readable` that update it, or that it updates."""
    put_at_hand([alert], "places", places_of(alert=alert.pk), by="alert_id")
    levels = present_levels()
    countries = {place.in_country.pk: place.in_country for place in alert.places.all()}
    for country in countries.values():
        country.level = levels.get(country.pk)
    context = {
        "section": "alerts",
        "layout": layout,
        "alert": alert,
        "updates": readable.filter(refers_to=alert).order_by("-published_at"),
        "first": alert.refers_to_id
        and readable.filter(pk=alert.refers_to_id).with_places().first(),
        "contacts": contacts_of(alert),
        "countries": list(countries.values()),
        "editions": background_of(alert=alert.pk),
    }
    return render(request, "alerts/alert_detail.html", context)


def contacts_of(alert):
    """The confirmed numbers of its places: a post's own and its country's, or the country's."""
    places = [(place.in_country.pk, place.post_id) for place in alert.places.all()]
    return [
        contact
        for contact in contacts_around(alert=alert.pk)
        if any(
            contact.country_id == country and (post is None or contact.post_id in (None, post))
            for country, post in places
        )
    ]

"""Alerts as readers see them."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from advisories.levels import present_levels
from advisories.models import Contact, Country, Edition
from alerts.models import Alert
from web.public import public_page

PER_PAGE = 50
REPORTS_SHOWN = 4


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
    return detail_page(request, Alert.objects.sent().clear(), year, slug)


def member_alert_detail(request, year, slug):
    readable = Alert.objects.visible_to(request.user).sent()
    return detail_page(request, readable, year, slug, layout="base_private.html")


def detail_page(request, readable, year, slug, layout="base.html"):
    """One alert with those of `readable` that update it, or that it updates."""
    alert = get_object_or_404(
        readable.with_places().select_related("council"), year=year, slug=slug
    )
    levels = present_levels()
    countries = {place.in_country.pk: place.in_country for place in alert.places.all()}
    for country in countries.values():
        country.level = levels.get(country.pk)
    context = {
        "section": "alerts",
        "layout": layout,
        "alert": alert,
        "updates": readable.filter(refers_to=alert).order_by("-published_at"),
        "first": readable.filter(pk=alert.refers_to_id).with_places().first(),
        "contacts": contacts_of(alert),
        "countries": list(countries.values()),
        "editions": background(countries),
    }
    return render(request, "alerts/alert_detail.html", context)


def background(countries):
    """The current public reports of these countries."""
    current = Edition.objects.live().clear().current().filter(report__country__in=countries)
    return current.select_related("report").order_by("title")[:REPORTS_SHOWN]


def contacts_of(alert):
    """The confirmed numbers of its places: a post's own and its country's, or the country's."""
    contacts = Contact.objects.none()
    for place in alert.places.all():
        contacts |= Contact.objects.at(country=place.in_country, post=place.post)
    return list(contacts.confirmed().select_related("post").by_urgency())

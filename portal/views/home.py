"""The home page: of the world, or of the one country that the site covers."""

from django.shortcuts import render

from advisories.levels import present_levels
from advisories.models import Country, Tlp
from alerts.models import Grade
from council.models import Meeting
from portal import home_rows as rows
from portal.country_page import facts_of
from web.models import SiteSettings
from web.public import public_page
from web.statements import put_at_hand

MAPPED_FROM = 10  # countries with a level
MEETINGS_SHOWN = 3


@public_page
def home(request):
    levels = present_levels()
    covered = {*levels, *rows.reports_now()}
    alerts = current_alerts()
    site = SiteSettings.load()
    context = {"site": site, "emergencies": global_emergencies(alerts)}
    if len(covered) == 1:
        country = Country.objects.get(pk__in=covered)
        context |= facts_of(country) | {"meetings": public_meetings(country)}
        return render(request, "portal/country_home.html", context)
    context |= news(alerts) | places(levels, covered)
    context["map"] = len(levels) >= MAPPED_FROM
    return render(request, "portal/home.html", context)


def current_alerts():
    alerts = rows.alerts_now()
    if alerts:
        put_at_hand(alerts, "places", rows.places_of_alerts_now(), by="alert_id")
    return alerts


def global_emergencies(alerts):
    """What concerns everybody everywhere goes above everything."""
    return [alert for alert in alerts if alert.everywhere and alert.grade == Grade.EMERGENCY]


def news(alerts):
    return {
        "alerts": alerts[: rows.ALERTS_SHOWN],
        "changes": rows.newest_changes(),
        "editions": rows.newest_editions(),
    }


def public_meetings(country):
    """Coming meetings that everybody may know of."""
    open_ones = Meeting.objects.filter(tlp=Tlp.CLEAR, cancelled_at=None).announced().coming()
    return open_ones.filter(council__country=country).select_related("council__post")[
        :MEETINGS_SHOWN
    ]


def places(levels, covered):
    countries = rows.listed(levels)
    counts = {level: list(levels.values()).count(level) for level in range(1, 5)}
    cities = rows.cities()
    return {
        "countries": countries,
        "covered": [country for country in countries if country.pk in covered],
        "cities": [name for name, _country in cities],
        "example": cities[0] if cities else None,
        "counts": counts,
    }

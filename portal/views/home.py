"""The home page: of the world, or of the one country that the site covers."""

from django.shortcuts import render

from advisories.levels import present_levels
from advisories.models import Country, Edition, LevelChange, Post, Report, Tlp
from advisories.worldmap import world_map
from alerts.models import Alert, Grade
from council.models import Meeting
from portal.country_page import facts_of
from web.models import SiteSettings
from web.public import public_page

MAPPED_FROM = 10  # countries with a level
ALERTS_SHOWN = 5
REPORTS_SHOWN = 3
CHANGES_SHOWN = 3
MEETINGS_SHOWN = 3


@public_page
def home(request):
    levels = present_levels()
    reported = Report.objects.clear().exclude(country=None).values_list("country", flat=True)
    covered = {*levels, *reported}
    alerts = list(Alert.objects.in_force().clear().with_places().worst_first())
    site = SiteSettings.load()
    context = {"site": site, "emergencies": global_emergencies(alerts)}
    if len(covered) == 1:
        country = Country.objects.get(pk__in=covered)
        context |= facts_of(country) | {"meetings": public_meetings(country)}
        return render(request, "portal/country_home.html", context)
    context |= news(alerts) | places(levels, covered)
    context["map"] = drawn(context["countries"], site) if len(levels) >= MAPPED_FROM else ""
    return render(request, "portal/home.html", context)


def global_emergencies(alerts):
    """What concerns everybody everywhere goes above everything."""
    return [alert for alert in alerts if alert.everywhere and alert.grade == Grade.EMERGENCY]


def news(alerts):
    editions = Edition.objects.live().clear().current().select_related("report__country")
    changes = LevelChange.objects.in_force().with_level_before().select_related("country", "area")
    return {
        "alerts": alerts[:ALERTS_SHOWN],
        "changes": changes.order_by("-in_force_from", "-pk")[:CHANGES_SHOWN],
        "editions": editions.order_by("-published_at")[:REPORTS_SHOWN],
    }


def public_meetings(country):
    """Coming meetings that everybody may know of."""
    open_ones = Meeting.objects.filter(tlp=Tlp.CLEAR, cancelled_at=None).announced().coming()
    return open_ones.filter(council__country=country).select_related("council__post")[
        :MEETINGS_SHOWN
    ]


def places(levels, covered):
    countries = list(Country.objects.all())
    for country in countries:
        country.level = levels.get(country.pk)
    counts = {level: list(levels.values()).count(level) for level in range(1, 5)}
    cities = list(Post.objects.listed().values_list("name", "country__name"))
    return {
        "countries": countries,
        "covered": [country for country in countries if country.pk in covered],
        "cities": [name for name, _country in cities],
        "example": cities[0] if cities else None,
        "counts": counts,
    }


def drawn(countries, site):
    shown = {
        country.numeric or country.alpha2: (
            country.level,
            country.get_absolute_url(),
            country.name,
        )
        for country in countries
    }
    return world_map(shown, hidden=site.hidden_map_areas)

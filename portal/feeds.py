"""Everything public that happened, at all places or at one, as entries of a feed."""

from django.db.models import Q

from advisories.feeds import edition_entries, level_entries, section_entries
from advisories.models import Edition, LevelChange
from alerts.formats.feeds import alert_entries
from alerts.models import Alert, AlertPlace


def editions():
    return Edition.objects.live().clear()


def everything():
    levels, alerts = LevelChange.objects.in_force(), Alert.objects.clear()
    return [*edition_entries(editions()), *level_entries(levels), *alert_entries(alerts)]


def of_country(country):
    here = Q(report__country=country) | Q(report__post__country=country)
    return [
        *edition_entries(editions().filter(here)),
        *level_entries(LevelChange.objects.filter(country=country)),
        *alert_entries(Alert.objects.clear().in_country(country)),
    ]


def of_post(post):
    """Its own reports, and what holds at the post because it holds around it."""
    areas = post.areas.all()
    here = Q(post=post) | Q(country=post.country) | Q(area__in=areas)
    alerts = Q(everywhere=True) | Q(pk__in=AlertPlace.objects.filter(here).values("alert"))
    levels = Q(area=None) | Q(area__in=areas)
    return [
        *edition_entries(editions().filter(report__post=post)),
        *level_entries(LevelChange.objects.filter(levels, country=post.country)),
        *alert_entries(Alert.objects.clear().filter(alerts)),
    ]


def of_section(key):
    return section_entries(editions(), key)

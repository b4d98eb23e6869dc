"""How alerts are shown: grade, zone, first step."""

from django import template
from django.utils.html import format_html

from advisories.times import moment_in_words, offset_in_words, zone_of
from alerts.models import Grade
from alerts.wording.parts import first_shown
from alerts.wording.why import section_in_words

register = template.Library()
TAG_CLASSES = {Grade.NOTICE: "line", Grade.WARNING: "warn", Grade.EMERGENCY: "emg"}


@register.simple_tag
def grade_tag(grade):
    """▲ Warning: take action."""
    grade = Grade(grade)
    return format_html(
        '<span class="tag {}"><span aria-hidden="true">{}</span> {}: {}</span>',
        TAG_CLASSES[grade],
        grade.sign,
        grade.label,
        grade.advice,
    )


@register.filter
def first_place(alert):
    """The place in whose zone its times are told; None for an alert of everywhere."""
    first = next(iter(alert.places.all()), None)
    return first and first.place


@register.filter
def first_title(alert):
    """What the alert that this one updates is called; empty for who may read only this one."""
    first = first_shown(alert)
    return first.title if first else ""


@register.filter
def country_names(alert):
    """The countries its places lie in, each once."""
    return list(dict.fromkeys(place.in_country.name for place in alert.places.all()))


@register.filter
def over_since(alert):
    """When it ended: the moment somebody ended it, or its last day."""
    return alert.ended_at or alert.ends_on


@register.filter
def first_step(alert):
    """The first line of what to do, without its list mark."""
    lines = (line.strip().lstrip("*-•").strip() for line in alert.what_to_do.splitlines())
    return next((line for line in lines if line), "")


@register.filter
def moment(when, place=None):
    """10 March 2017, 18:30 in Almaty (UTC+6)."""
    return moment_in_words(when, place or None)


@register.filter
def zone(when, place):
    """UTC+6, as it is there at that moment."""
    return offset_in_words(when.astimezone(zone_of(place or None)))


@register.filter
def clock(when, place=None):
    """18:30:12, by the clock of that place."""
    return f"{when.astimezone(zone_of(place or None)):%H:%M:%S}"


@register.filter
def section_name(key):
    """The vocabulary's name of a section."""
    return section_in_words(key)

"""How alerts are shown: grade, zone, first step."""

from django import template
from django.utils.html import format_html

from alerts.models import Grade

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

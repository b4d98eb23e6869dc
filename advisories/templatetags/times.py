"""Days and moments as pages tell them, always as absolute time."""

from datetime import UTC

from django import template
from django.utils.html import format_html

from advisories.times import day_at, day_in_words, moment_in_words

register = template.Library()


@register.simple_tag
def place_time(moment, place=None):
    """10 March 2017, 18:30 in Almaty (UTC+6)."""
    stamp = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    return format_html('<time datetime="{}">{}</time>', stamp, moment_in_words(moment, place))


@register.simple_tag
def place_day(moment, place=None):
    """10 March 2017: a day, or the day on which a moment falls there."""
    day = day_at(moment, place)
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), day_in_words(day))

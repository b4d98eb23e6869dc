"""How alerts are shown: grade, status, headline."""

from django import template
from django.utils.html import format_html

from alerts import wording
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


register.filter("headline", wording.headline)
register.filter("places_in_words", wording.places_in_words)
register.filter("first_step", wording.first_step)

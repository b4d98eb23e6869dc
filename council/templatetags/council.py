"""How councils and meetings are shown: sizes, and times in the place's zone and in UTC."""

from datetime import UTC

from django import template
from django.utils.dateformat import format as date_words
from django.utils.html import format_html
from django.utils.translation import gettext as _

from advisories.times import offset_in_words
from council import counts

register = template.Library()
register.filter("about", counts.about)
register.filter("masked", counts.masked)


@register.simple_tag
def meeting_when(meeting):
    """Thursday 20 April 2017, 15:00 to 17:00 in Almaty (UTC+6)."""
    starts = meeting.starts_at.astimezone(meeting.zone)
    words = hours(starts, meeting.ends_at.astimezone(meeting.zone)) | {
        "day": date_words(starts, "l j F Y"),
        "place": city_of(meeting.zone.key),
        "offset": offset_in_words(starts),
    }
    shape = _("%(day)s, %(from)s to %(until)s in %(place)s (%(offset)s)")
    if words["place"] == "UTC":
        shape = _("%(day)s, %(from)s to %(until)s UTC")
    return stamped(meeting.starts_at, shape % words)


@register.simple_tag
def meeting_in_utc(meeting):
    """09:00 to 11:00, with the day where it is another one than the place's."""
    starts = meeting.starts_at.astimezone(UTC)
    words = hours(starts, meeting.ends_at.astimezone(UTC)) | {"day": date_words(starts, "j F Y")}
    same = starts.date() == meeting.starts_at.astimezone(meeting.zone).date()
    shape = _("%(from)s to %(until)s") if same else _("%(day)s, %(from)s to %(until)s")
    return shape % words


@register.simple_tag
def meeting_day(meeting):
    """20 April 2017."""
    day = date_words(meeting.starts_at.astimezone(meeting.zone), "j F Y")
    return stamped(meeting.starts_at, day)


def stamped(moment, words):
    stamp = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    return format_html('<time datetime="{}">{}</time>', stamp, words)


def hours(starts, ends):
    return {"from": f"{starts:%H:%M}", "until": f"{ends:%H:%M}"}


def city_of(zone):
    """Almaty for Asia/Almaty."""
    return zone.rpartition("/")[2].replace("_", " ")

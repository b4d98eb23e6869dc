"""Moments told in the zone of the place they matter in: 10 March 2017, 18:30 in Almaty (UTC+6)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _


def day_in_words(day):
    """10 March 2017."""
    return f"{day.day} {MONTHS[day.month]} {day.year:04}"


def moment_in_words(moment, place=None):
    """The moment at `place` (a country, area or post) with its offset; without one in UTC."""
    there = moment.astimezone(zone_of(place))
    words = {"day": day_in_words(there), "time": f"{there:%H:%M}"}
    if place is None:
        return _("%(day)s, %(time)s UTC") % words
    words |= {"place": place.name, "offset": offset_in_words(there)}
    return _("%(day)s, %(time)s in %(place)s (%(offset)s)") % words


def offset_in_words(there):
    """UTC+6, UTC-3:30, or UTC alone."""
    minutes = int(there.utcoffset().total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02d}" if rest else "")


def day_at(moment, place=None):
    """The day that a moment falls on at `place`; a day stays what it is."""
    return moment.astimezone(zone_of(place)).date() if isinstance(moment, datetime) else moment


def zone_of(place):
    if place is None:
        return UTC
    own = getattr(place, "time_zone", None)  # an area keeps the time of its country
    return ZoneInfo(own or place.country.time_zone)


def today_at(place=None):
    return day_at(timezone.now(), place)

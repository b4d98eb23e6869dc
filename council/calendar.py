"""A meeting as a calendar file, for download and for the invitation mail.

Calendars are synced to many places, so the file holds council, time, status and a link;
place and video link only where the meeting is TLP:GREEN or less.
"""

from datetime import UTC
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _


def invitation(meeting):
    """The bytes of the .ics file. A higher SEQUENCE replaces what the calendar holds."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.MAIL_DOMAIN}//Council meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event_of(meeting))
    return calendar.to_ical()


def event_of(meeting):
    from icalendar import Event

    link = settings.SITE_URL + meeting.get_absolute_url()
    event = Event()
    event.add("uid", str(meeting.form_id))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", stamp(meeting))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", _("%(council)s: meeting") % {"council": meeting.council.name})
    event.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
    event.add("organizer", f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    event.add("url", link)
    event.add("description", "\n".join([link, *access(meeting)]))
    if meeting.shows_place_outside and meeting.place:
        event.add("location", meeting.place)
    return event


def access(meeting):
    return [meeting.video_link] if meeting.shows_place_outside and meeting.video_link else []


def stamp(meeting):
    """When what this file says was last true anew: the same file twice has the same bytes."""
    moments = (meeting.announced_at, meeting.changed_at, meeting.cancelled_at)
    return max(filter(None, moments), default=meeting.starts_at).astimezone(UTC)

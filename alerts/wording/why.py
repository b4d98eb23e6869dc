"""Why somebody gets a mail, and what stops it, in words."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advisories.importer.vocabulary import current_vocabulary
from advisories.times import day_in_words
from alerts.models import Frequency, Grade, Lane, Reason

ORIGIN_OF = {
    Reason.TRIP: "trip",
    Reason.MEMBER: "membership",
    Reason.SUBSCRIBED: "subscription",
}


def has_lost_origin(delivery):
    """What it came from was erased since. A correction goes to who got the first all the same."""
    origin = ORIGIN_OF.get(Reason(delivery.reason))
    return bool(origin) and delivery.lane != Lane.DIGEST and getattr(delivery, origin) is None


def why(delivery):
    """The last lines of a list mail begin with this."""
    if has_lost_origin(delivery):
        return _("You get this because you got the message that it is about.")
    if delivery.reason == Reason.TRIP:
        return _("You get this because your trip “%s” is enrolled.") % trip_in_words(delivery.trip)
    if delivery.reason == Reason.MEMBER:
        membership = delivery.membership
        return _("You get this because you belong to %(council)s with %(organization)s.") % {
            "council": membership.council.name,
            "organization": membership.organization.name,
        }
    if delivery.reason == Reason.APPLICANT:
        return _("You get this because you asked to join.")
    if delivery.lane == Lane.DIGEST:
        words = _("You get this because you follow %s and asked for one email a day or a week.")
        return words % get_text_list(delivery.follows, _("and"))
    if delivery.reason == Reason.EXERCISE:
        return _("You get this because you take part in exercises of %s.") % drill_of(delivery)
    return _("You get this because you follow %s.") % followed_in_words(delivery.subscription)


def stop_words(delivery):
    """What the link to stop says, and what a click on it ends."""
    if has_lost_origin(delivery):
        return _("Stop this email")
    if delivery.reason == Reason.TRIP:
        words = _("Stop emails about this trip")
    elif delivery.reason == Reason.MEMBER:
        words = _("Stop emails for members of %s") % delivery.membership.council.name
    elif delivery.lane == Lane.DIGEST:
        return _("Stop daily and weekly emails")
    elif delivery.reason == Reason.EXERCISE:
        return _("Stop taking part in exercises of %s") % drill_of(delivery)
    else:
        return _("Stop emails about %s") % followed_in_words(delivery.subscription)
    if delivery.stops_emergencies:
        return _("%s, emergencies too") % words
    return words


def drill_of(delivery):
    """The council or post whose exercises these are; the site's, once the list is gone."""
    return delivery.participant.place if delivery.participant else _("this site")


def trip_in_words(trip):
    """Almaty and Astana, Kazakhstan, 3 April 2017 to 14 April 2017."""
    days = day_in_words(trip.starts_on) if trip.starts_on else ""
    if trip.ends_on and trip.ends_on != trip.starts_on:
        days = _("%(first)s to %(last)s") % {"first": days, "last": day_in_words(trip.ends_on)}
    return _("%(places)s, %(days)s") % {"places": places_in_words(trip), "days": days}


def places_in_words(trip):
    """Posts and countries by their own names; what the traveler typed stays out of mail."""
    places = dict.fromkeys(str(stop.post or stop.country) for stop in trip.stops.all())
    return get_text_list(list(places), _("and"))


def followed_in_words(subscription):
    """Kazakhstan; all countries; “Road Safety” in reports on Kazakhstan."""
    place = subscription.post or subscription.country
    name = place.name if place else _("all countries")
    if not subscription.section_key:
        return name
    return _("“%(section)s” in reports on %(place)s") % {
        "section": section_in_words(subscription.section_key),
        "place": name,
    }


def place_in_words(request):
    """What somebody asked to follow, like `followed_in_words`."""
    place = request.where
    name = place.name if place else _("all countries")
    return name if not request.section_key else _("reports on %s") % name


def asked_in_words(request):
    """What would come, and how often, in a line each."""
    if getattr(request, "section_key", ""):  # a shared mailbox follows no section
        lines = [_("New editions in which “%s” changed") % section_in_words(request.section_key)]
    else:
        lines = [GRADES_IN_WORDS[request.lowest_grade]]
        if request.new_reports:
            lines.append(_("New reports"))
    return [*map(str, lines), Frequency(request.frequency).label]


GRADES_IN_WORDS = {
    Grade.NOTICE: gettext_lazy("All alerts"),
    Grade.WARNING: gettext_lazy("Warnings and emergencies"),
    Grade.EMERGENCY: gettext_lazy("Emergencies only"),
}


def section_in_words(key):
    kind = current_vocabulary().kind(key)
    return kind.name if kind else key

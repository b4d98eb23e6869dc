"""What an alert is called: its places, then what happened."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NAMED = 2  # places named in a headline; the others are counted


def places_in_words(alert):
    """Almaty; Almaty and Astana; Almaty, Astana and 3 more places."""
    if alert.everywhere:
        return _("All countries")
    names = [place.place.name for place in alert.places.all()]
    more = len(names) - NAMED
    if more > 1:
        counted = ngettext("%(count)d more place", "%(count)d more places", more)
        names[NAMED:] = [counted % {"count": more}]
    return get_text_list(names, _("and"))


def headline(alert):
    """As in mail and on pages: "Almaty: drugging and robbery in bars and nightclubs"."""
    places = places_in_words(alert)
    return (
        _("%(places)s: %(what)s") % {"places": places, "what": alert.title}
        if places
        else alert.title
    )


def first_step(alert):
    """The first line of what to do, without its list mark."""
    lines = (line.strip().removeprefix("* ").strip() for line in alert.what_to_do.splitlines())
    return next((line for line in lines if line), "")

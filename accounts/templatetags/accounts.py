from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The first that is named in the header wins: most browsers also claim to be older ones.
BROWSERS = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
]


@register.filter
def device_name(user_agent):
    """ "Firefox on Windows", from what the browser says of itself."""
    browser = first_named(BROWSERS, user_agent) or _("A browser")
    system = first_named(SYSTEMS, user_agent)
    if not system:
        return browser
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}


def first_named(names, text):
    return next((name for mark, name in names if mark in text), None)

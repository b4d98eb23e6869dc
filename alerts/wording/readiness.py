"""What a warning should say, and whether this one does: who, what, where, what to do, until when.

Named before sending when it is missing; nothing is refused for it.
"""

import re

from django.utils.translation import gettext_lazy as _

from advisories.checks import Check
from web.models import SiteSettings

STEP = re.compile(r"(?m)^\s*[*•-] +\S")
TO_FILL = re.compile(r"___|\{[^{}\n]*\}")  # a blank or a placeholder of a template
FEW_WORDS = 3


def checklist(alert):
    """Every line says what holds, or what to add while it does not."""
    found = [who(alert), what(alert), where(alert), what_to_do(alert), until_when(alert)]
    blank = left_blank(alert)
    return [*found, blank] if blank else found


def who(alert):
    """People act on a warning whose sender they know."""
    default = SiteSettings._meta.get_field("name").default
    done = bool(alert.council_id) or SiteSettings.load().name != default
    words = (
        _("It says who is speaking")
        if done
        else _("Who is speaking? The site still has the name it was installed with.")
    )
    return Check(done, words)


def what(alert):
    done = len(alert.what_happened.split()) >= FEW_WORDS
    words = _("It says what happened") if done else _("What happened? Say it in a sentence.")
    return Check(done, words, "id_what_happened")


def where(alert):
    """A whole country is where it is told, hardly ever where it happens."""
    exact = any(row.post_id or row.area_id for row in alert.places.all())
    done = bool(exact or alert.where_and_when.strip())
    words = _("It says where") if done else _("Where? Name the town, the streets or the route.")
    return Check(done, words, "id_where_and_when")


def what_to_do(alert):
    done = bool(STEP.search(alert.what_to_do))
    words = (
        _("It says what to do")
        if done
        else _("What should people do? Write one step a line, each beginning with “* ”.")
    )
    return Check(done, words, "id_what_to_do")


def until_when(alert):
    done = alert.ends_on is not None
    words = (
        _("It says until when")
        if done
        else _("Until when? Without a last day it stays until somebody ends it.")
    )
    return Check(done, words, "id_ends_on")


def left_blank(alert):
    texts = [alert.title, alert.what_to_do, alert.what_happened, alert.where_and_when]
    found = TO_FILL.search("\n".join([*texts, alert.if_affected]))
    if not found:
        return None
    return Check(False, _("Something is still to be filled in: %s") % found[0][:40])

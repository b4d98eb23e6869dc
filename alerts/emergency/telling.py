"""Senders of a place hear at once what another of them does in a crisis."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from advisories.models import Tlp
from alerts.letters import write_to

from .enough import senders_of


def tell_senders(deed, alert, *, by):
    """One letter to each of the others; it goes out before list mail."""
    with translation.override(settings.LANGUAGE_CODE):
        subject, words = worded(deed, alert, by)
        write_to(senders_of(alert) - {by}, subject, words)


def worded(deed, alert, by):
    subjects = {
        "sending": _("Being sent: %s"),
        "stopped": _("Stopped, nobody was told: %s"),
        "retracted": _("Called back: %s"),
    }
    public = alert.tlp == Tlp.CLEAR  # not every sender of a place may read what is not
    what = alert.headline if public else _("a restricted alert")
    what = _("EXERCISE: %s") % what if alert.exercise else what
    lines = [sentence(deed, what, by), "", steps(deed), address(alert)]
    lines += ["", alert.what_to_do] if public else []
    return subjects[deed] % what, "\n".join(lines) + "\n"


def sentence(deed, what, by):
    values = {"who": by.name or by.email, "what": what}
    return {
        "sending": _("%(who)s is sending “%(what)s”. It leaves in ten seconds."),
        "stopped": _("%(who)s stopped “%(what)s” before it left."),
        "retracted": _("%(who)s called “%(what)s” back as sent by mistake."),
    }[deed] % values


def steps(deed):
    if deed == "sending":
        return _("If this is wrong, stop it or call it back here:")
    return _("See it here:")


def address(alert):
    return settings.SITE_URL + reverse("alerts:send_progress", args=[alert.pk])

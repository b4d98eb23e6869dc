"""An alert's mail as it would be if it were sent now, for who writes it."""

import uuid
from copy import copy

from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.engine.slots import Personal, fill_html, fill_text

from . import of_alert
from .setting import set_mail
from .slugs import free_slug


def example():
    return Personal(
        why=_("Here each person reads why they get this."),
        stop_words=_("Stop this email"),
        stop_url="https://example.org/",
        choices_url="https://example.org/",
    )


def as_if_sent(alert):
    """A copy with the moment and the address it would have if it were sent now."""
    shown = copy(alert)
    if not shown.published_at:
        shown.published_at = timezone.now()
        shown.year = shown.published_at.year
        shown.slug = free_slug(shown)
    return shown


def mail_of(alert):
    """(subject, text) as people will get them."""
    subject, text, _html = filled(of_alert(as_if_sent(alert)))
    return subject, text


def trial_mail(alert):
    """(subject, text, html) of a mail that says it is a test."""
    mail = of_alert(as_if_sent(alert))
    mail.tag = _("TEST, for you alone. %s") % mail.tag
    return filled(mail)


def filled(mail, *, inline=True):
    key = uuid.uuid4()
    text, html = set_mail(mail, key, inline=inline)
    return mail.subject, fill_text(text, key, example()), fill_html(html, key, example())

"""The mail as it will look, on a page of its own.

A mail has style attributes, which no page of ours allows; here the same looks stand in one
style sheet that the page's own policy allows by its hash.
"""

import hashlib
import re
import uuid
from base64 import b64encode
from copy import copy

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.actions.desk import free_slug
from alerts.setting import set_mail
from alerts.slots import Personal, fill_html, fill_text
from alerts.wording import of_alert

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def example():
    return Personal(
        why=_("Here each person reads why they get this."),
        stop_words=_("Stop this email"),
        stop_url="https://example.org/",
        choices_url="https://example.org/",
    )


def mail_of(alert):
    """(subject, text) as people will get them."""
    key, mail = uuid.uuid4(), of_alert(as_if_sent(alert))
    text, _html = set_mail(mail, key)
    return mail.subject, fill_text(text, key, example())


def page_of(alert):
    """The HTML part as a page."""
    key = uuid.uuid4()
    _text, html = set_mail(of_alert(as_if_sent(alert)), key, inline=False)
    response = HttpResponse(fill_html(html, key, example()))
    allowed = " ".join(f"'sha256-{digest(style)}'" for style in STYLE.findall(html))
    response["Content-Security-Policy"] = (
        f"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        f"style-src {allowed}"
    )
    return response


def as_if_sent(alert):
    """A copy with the moment and the address it would have if it were sent now."""
    shown = copy(alert)
    if not shown.published_at:
        shown.published_at = timezone.now()
        shown.year = shown.published_at.year
        shown.slug = free_slug(shown)
    return shown


def digest(text):
    return b64encode(hashlib.sha256(text.encode()).digest()).decode()

"""The mail with the link by which an address says yes. It holds nothing that somebody typed."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.engine.slots import Personal, fill_html, fill_text
from alerts.models import ConfirmToken, Letter
from alerts.wording.mails import Block, Mail, subject
from alerts.wording.setting import set_mail

LIFE = timedelta(days=7)  # of what nobody confirms


def send_link(user, mail, why, **purpose):
    """Queue the letter; nothing is queued for somebody whom staff closed out."""
    token = ConfirmToken.make(**purpose)
    mail.link = settings.SITE_URL + reverse("alerts:confirm", args=[token])
    if not user.is_active:
        return
    key = uuid.uuid4()
    text, html = set_mail(mail, key)
    personal = Personal(why=why)
    Letter.objects.create(
        address=user.email,
        subject=mail.subject,
        text=fill_text(text, key, personal),
        html=fill_html(html, key, personal),
        expires_at=timezone.now() + timedelta(days=1),
    )


def mail_of_request(request, place, lines):
    return Mail(
        subject=subject(_("Confirm: email about %s") % place),
        preview=_("One click, and you get it. Without it you hear no more from us."),
        tag=_("Please confirm"),
        title=_("Do you want email about %s?") % place,
        blocks=[Block(_("What was asked for"), "\n".join(f"* {line}" for line in lines))],
        link_words=_("Yes, send it to me"),
        listed=False,
    )


def mail_of_mailbox(mailbox, lines):
    countries = [country.name for country in mailbox.countries.all()]
    lines = [*lines, _("About: %s") % ", ".join(countries)]
    council = mailbox.membership.council.name
    return Mail(
        subject=subject(_("Confirm: email for a shared mailbox, %s") % council),
        preview=_("One click, and it comes to this mailbox. Without it you hear no more from us."),
        tag=_("Please confirm"),
        title=_("Should this mailbox get alerts?"),
        facts=[_("Asked for by a member organization of %s") % council],
        blocks=[Block(_("What was asked for"), "\n".join(f"* {line}" for line in lines))],
        link_words=_("Yes, send it here"),
        listed=False,
    )


def why_entered():
    return _(
        "You get this because an organization’s contact entered this address as a shared mailbox. "
        "If that is a mistake, do nothing: it is forgotten after seven days."
    )


def why_asked():
    return _(
        "You get this because somebody, perhaps you, entered this address on our page. If it was "
        "not you, do nothing: what was asked for is forgotten after seven days."
    )

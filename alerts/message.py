"""A message as bytes: headers that no typed text can break, the text part first, then HTML."""

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.utils import timezone

from .models import NoticeKind, Reason
from .slots import fill_html, fill_text

WITH_CALENDAR = {NoticeKind.MEETING, NoticeKind.MEETING_CHANGED, NoticeKind.MEETING_CANCELLED}


class BadAddress(ValueError):
    """An address that no mail can carry."""


def of_delivery(delivery, personal):
    """One list mail, with what makes it this person's filled in."""
    notice, user = delivery.notice, delivery.user
    message = basic(notice.subject, user.email, user.name)
    message["Message-ID"] = f"<{notice.key.hex}.{delivery.pk}@{settings.MAIL_DOMAIN}>"
    if delivery.reason != Reason.APPLICANT:
        message["List-Id"] = f"<alerts.{settings.MAIL_DOMAIN}>"
        message["List-Unsubscribe"] = f"<{personal.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    fill_body(
        message,
        fill_text(notice.text, notice.key, personal),
        fill_html(notice.html, notice.key, personal),
    )
    if notice.kind in WITH_CALENDAR:
        attach_calendar(message, notice.meeting)
    return message.as_bytes()


def of_letter(letter):
    message = basic(letter.subject, letter.address)
    message["Message-ID"] = f"<{letter.key.hex}@{settings.MAIL_DOMAIN}>"
    fill_body(message, letter.text, letter.html)
    return message.as_bytes()


def basic(subject, address, name=""):
    sender = settings.DEFAULT_FROM_EMAIL
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(subject)
    message["From"] = sender
    message["To"] = recipient(address, name)
    message["Reply-To"] = settings.MAIL_REPLY_TO or parseaddr(sender)[1]
    message["Date"] = format_datetime(timezone.now())
    message["Auto-Submitted"] = "auto-generated"
    return message


def fill_body(message, text, html):
    message.set_content(text, cte="quoted-printable")
    if html:
        message.add_alternative(html, subtype="html", cte="quoted-printable")


def attach_calendar(message, meeting):
    from council.calendar import invitation

    message.add_attachment(
        invitation(meeting),
        maintype="text",
        subtype="calendar",
        filename="meeting.ics",
        params={"method": "PUBLISH", "charset": "utf-8"},
    )


def recipient(address, name=""):
    try:
        return Address(display_name=one_line(name), addr_spec=ascii_address(address))
    except (ValueError, HeaderParseError, IndexError) as error:
        raise BadAddress(str(error)) from error


def ascii_address(address):
    """The address with its domain as the mail system spells it (xn--...)."""
    local, _, domain = address.rpartition("@")
    try:
        local.encode("ascii")
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as error:
        raise BadAddress("not an address that mail can carry") from error


def one_line(text):
    """Header text without line breaks and control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())

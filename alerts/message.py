"""A message as bytes: headers that no typed text can break, the text part first, then HTML.

Headers are written here and not by EmailMessage, which puts blanks into long names of other
scripts when it folds them.
"""

import re
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from .models import NoticeKind, Reason
from .slots import fill_html, fill_text

PLAIN = re.compile(r"[ -~]*")
SHORT = 70
WITH_CALENDAR = {NoticeKind.MEETING, NoticeKind.MEETING_CHANGED, NoticeKind.MEETING_CANCELLED}


class BadAddress(ValueError):
    """An address that no mail can carry."""


def of_delivery(delivery, personal):
    """One list mail, with what makes it this person's filled in."""
    notice, user = delivery.notice, delivery.user
    headers = basic(notice.subject, user.email, user.name)
    headers["Message-ID"] = f"<{notice.key.hex}.{delivery.pk}@{settings.MAIL_DOMAIN}>"
    if delivery.reason != Reason.APPLICANT:
        headers["List-Id"] = f"<alerts.{settings.MAIL_DOMAIN}>"
        headers["List-Unsubscribe"] = f"<{personal.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    body = body_of(
        fill_text(notice.text, notice.key, personal),
        fill_html(notice.html, notice.key, personal),
    )
    if notice.kind in WITH_CALENDAR:
        attach_calendar(body, notice.meeting)
    return joined(headers, body)


def of_letter(letter):
    headers = basic(letter.subject, letter.address)
    headers["Message-ID"] = f"<{letter.key.hex}@{settings.MAIL_DOMAIN}>"
    return joined(headers, body_of(letter.text, letter.html))


def basic(subject, address, name=""):
    sender_name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return {
        "Subject": encoded(subject, "Subject"),
        "From": mailbox(sender, sender_name),
        "To": mailbox(address, name),
        "Reply-To": settings.MAIL_REPLY_TO or sender,
        "Date": format_datetime(timezone.now()),
        "Auto-Submitted": "auto-generated",
    }


def body_of(text, html):
    body = EmailMessage(policy=SMTP)
    body.set_content(text, cte="quoted-printable")
    if html:
        body.add_alternative(html, subtype="html", cte="quoted-printable")
    return body


def attach_calendar(body, meeting):
    from council.calendar import invitation

    body.add_attachment(
        invitation(meeting),
        maintype="text",
        subtype="calendar",
        filename="meeting.ics",
        params={"method": "PUBLISH", "charset": "utf-8"},
    )


def joined(headers, body):
    """Headers and MIME parts; the end of the headers is where the body's own headers end."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return lines.encode("ascii") + body.as_bytes()


def mailbox(address, name=""):
    """ "Kim, Robert" <kim@example.org>, with any name in any script."""
    address, name = ascii_address(address), one_line(name)
    if not name:
        return address
    if PLAIN.fullmatch(name) and "=?" not in name:
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}" <{address}>'
    return f"{words(name, 'To')} <{address}>"


def encoded(text, header):
    """Header text as it is if it is short ASCII, else as encoded words (RFC 2047)."""
    text = one_line(text)
    if PLAIN.fullmatch(text) and len(text) <= SHORT and "=?" not in text:
        return text
    return words(text, header)


def words(text, header):
    return Header(text, "utf-8", header_name=header).encode(linesep="\r\n")


def ascii_address(address):
    """The address with its domain as the mail system spells it (xn--...)."""
    try:
        validate_email(address)
        local, _, domain = address.rpartition("@")
        return f"{local}@{domain.encode('idna').decode()}"
    except (ValidationError, UnicodeError) as error:
        raise BadAddress("not an address that mail can carry") from error


def one_line(text):
    """Header text without line breaks and control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())

"""A letter as the bytes that go to the mail server; notices are written out by `compiled`."""

import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings
from django.utils import timezone

from .compiled import common
from .headers import mailbox


def of_letter(letter):
    headers = common(letter.subject)
    headers["To"] = mailbox(letter.address)
    headers["Date"] = format_datetime(timezone.now())
    headers["Message-ID"] = f"<{letter.key.hex}@{settings.MAIL_DOMAIN}>"
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return ended(lines.encode("ascii") + body_of(letter.text, letter.html))


def body_of(text, html):
    body = EmailMessage(policy=SMTP)
    body.set_content(text, cte="quoted-printable")
    if html:
        body.add_alternative(html, subtype="html", cte="quoted-printable")
    return body.as_bytes()


def ended(content):
    """With dots doubled where a line begins with one, and the line that ends a message."""
    dotted = re.sub(rb"(?m)^\.", b"..", content)
    return dotted + (b".\r\n" if dotted.endswith(b"\r\n") else b"\r\n.\r\n")

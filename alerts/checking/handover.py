"""Goes to the relay as the worker does, one step after the other."""

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid, parseaddr
from typing import Any

from django.conf import settings
from django.utils import timezone

from alerts.engine.delivery import allowed, is_loopback
from alerts.engine.smtp import masked

from . import missing, well

SECONDS = 10
ERRORS = (OSError, smtplib.SMTPException, ValueError)
RETURN_PATH = "bounce+check-0-00000000000000000000"


def findings(to=""):
    """Port, TLS, login, return path, and the test mail; it ends where a step fails."""
    relay = settings.MAIL_RELAY
    if not relay:
        yield missing("Relay", "EMAIL_URL is not set")
        return
    smtp = None
    try:
        smtp = connection(relay)
        yield well("Port", f"{relay['host']}:{relay['port']} answers")
        yield encryption(smtp, relay)
        yield login(smtp, relay)
        yield sender(smtp, to or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
        if to:
            yield sent_mail(smtp, to)
    except ERRORS as error:
        yield missing("Relay", f"{relay['host']}:{relay['port']} says: {said(error, relay)}")
    finally:
        if smtp:
            smtp.close()


def said(error, relay):
    """What went wrong, without the address or anything we are known by."""
    reply = getattr(error, "smtp_error", None)
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(error)
    for secret in filter(None, [relay["password"], relay["user"]]):
        text = text.replace(secret, "…")
    code = getattr(error, "smtp_code", "")
    return masked(f"{code} {text or type(error).__name__}".strip())


def connection(relay):
    options: dict[str, Any] = {
        "timeout": SECONDS,
        "local_hostname": settings.MAIL_DOMAIN or "localhost",
    }
    if relay["tls"] == "implicit":
        context = ssl.create_default_context()
        smtp = smtplib.SMTP_SSL(relay["host"], relay["port"], context=context, **options)
    else:
        smtp = smtplib.SMTP(relay["host"], relay["port"], **options)
    smtp.ehlo_or_helo_if_needed()
    return smtp


def encryption(smtp, relay):
    if relay["tls"] == "starttls":
        smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo()
    if isinstance(smtp.sock, ssl.SSLSocket):
        return well("TLS", f"{smtp.sock.version()}, and the certificate is that of {relay['host']}")
    if is_loopback(relay["host"]):
        return well("TLS", "not needed: the relay is on this machine")
    return missing("TLS", "mail goes in the clear; use smtp+starttls:// or smtps:// in EMAIL_URL")


def login(smtp, relay):
    if not relay["user"]:
        return well("Login", "none is set")
    smtp.login(relay["user"], relay["password"])
    return well("Login", "accepted")


def sender(smtp, recipient):
    """The relay takes our return path and this recipient; no mail is sent."""
    path = f"{RETURN_PATH}@{settings.MAIL_DOMAIN}"
    for code, reply in (smtp.mail(path), smtp.rcpt(recipient)):
        if code not in (250, 251, 252):
            text = masked(f"{code} {reply.decode('utf-8', 'replace')}")
            return missing("Return path", f"{settings.MAIL_DOMAIN} is refused: {text}")
    smtp.rset()
    return well("Return path", f"the relay takes bounce+...@{settings.MAIL_DOMAIN}")


def sent_mail(smtp, to):
    if not allowed(to):
        return missing("Test mail", "outside production only addresses in MAIL_ALLOW get mail")
    smtp.mail(f"{RETURN_PATH}@{settings.MAIL_DOMAIN}")
    smtp.rcpt(to)
    code, reply = smtp.data(message(to).as_bytes())
    text = masked(f"{code} {reply.decode('utf-8', 'replace')}")
    return well("Test mail", text) if code == 250 else missing("Test mail", text)


def message(to):
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = "Test mail"
    mail["From"], mail["To"] = settings.DEFAULT_FROM_EMAIL, to
    mail["Date"], mail["Message-ID"] = timezone.now(), make_msgid(domain=settings.MAIL_DOMAIN)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(f"Mail from {settings.SITE_URL} arrives here.\n")
    return mail

"""One kept-open connection to the mail server, and what its answers mean for a message."""

import enum
import re
import smtplib
import ssl
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings

CONNECT_TIMEOUT = 10
TIMEOUT = 15
IDLE = 20  # seconds after which a kept connection is looked at before it is used
# Replies to RCPT that are about us and not about the recipient (RFC 3463).
ABOUT_SENDER = re.compile(r"\b5\.(1\.[78]|7\.\d+)\b")
ADDRESS = re.compile(r"[^\s<>@,;:\"']+@[^\s<>,;\"']+")


class RelayDown(Exception):
    """The mail server cannot be reached or does not let us in; nothing was handed over."""


class Verdict(enum.Enum):
    ACCEPTED = "accepted"
    LATER = "later"  # 4xx: try again after a while
    NEVER = "never"  # 5xx for this recipient
    SENDER = "sender"  # 5xx that would meet every message
    LOST = "lost"  # 421, hang-up or silence before the message was taken
    UNSURE = "unsure"  # the same after it may have been taken
    SKIPPED = "skipped"  # not handed over at all


@dataclass(frozen=True)
class Answer:
    verdict: Verdict
    reply: str = ""


class Relay:
    def __init__(self):
        self.smtp = None
        self.used_at = 0.0

    def connect(self):
        """Make sure of a connection; RelayDown if there is none to be had."""
        if self.smtp and time.monotonic() - self.used_at > IDLE and not self.alive():
            self.drop()
        if self.smtp is None:
            try:
                self.smtp = opened(settings.MAIL_RELAY)
            except (OSError, smtplib.SMTPException) as error:
                raise RelayDown(masked(str(error))) from error
        self.used_at = time.monotonic()

    def alive(self):
        try:
            return self.smtp.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def drop(self):
        smtp, self.smtp = self.smtp, None
        if smtp:
            smtp.close()

    def quit(self):
        smtp, self.smtp = self.smtp, None
        if smtp:
            try:
                smtp.quit()
            except (OSError, smtplib.SMTPException):
                smtp.close()

    def send(self, sender, recipient, content, until):
        """Hand over one message to one recipient; no answer is waited for beyond `until`."""
        self.connect()
        asked = Exchange(self.smtp, until)
        try:
            answer = asked.hand_over(sender, recipient, content)
        except (OSError, smtplib.SMTPException) as error:
            verdict = Verdict.UNSURE if asked.content_sent else Verdict.LOST
            answer = Answer(verdict, masked(str(error) or type(error).__name__))
        if answer.verdict in (Verdict.LOST, Verdict.UNSURE):
            self.drop()
        self.used_at = time.monotonic()
        return answer


class Exchange:
    """MAIL, RCPT, DATA for one message; it remembers how far it came."""

    def __init__(self, smtp, until):
        self.smtp, self.until, self.content_sent = smtp, until, False

    def hand_over(self, sender, recipient, content):
        for command, ask in [
            ("MAIL", lambda: self.smtp.mail(sender)),
            ("RCPT", lambda: self.smtp.rcpt(recipient)),
            ("DATA", lambda: self.smtp.docmd("DATA")),
        ]:
            code, reply = self.in_time(ask)
            if code not in (250, 251, 252, 354):
                answer = judged(command, code, reply)
                if answer.verdict is not Verdict.LOST:
                    self.in_time(self.smtp.rset)
                return answer
        self.content_sent = True
        code, reply = self.in_time(lambda: self.transmit(content))
        return (
            Answer(Verdict.ACCEPTED, words(code, reply))
            if code == 250
            else judged("DATA", code, reply)
        )

    def transmit(self, content):
        """The content and its end in one write: two would wait for each other (RFC 896)."""
        dotted = re.sub(rb"(?m)^\.", b"..", content)
        end = b".\r\n" if dotted.endswith(b"\r\n") else b"\r\n.\r\n"
        self.smtp.send(dotted + end)
        return self.smtp.getreply()

    def in_time(self, ask):
        left = min(TIMEOUT, self.until - time.monotonic())
        if left <= 0:
            raise TimeoutError("no answer in time")
        self.smtp.sock.settimeout(left)
        return ask()


def opened(relay):
    if not relay:
        raise RelayDown("No mail server is set (EMAIL_URL).")
    name = settings.MAIL_DOMAIN or "localhost"
    options: dict[str, Any] = {"timeout": CONNECT_TIMEOUT, "local_hostname": name}
    if relay["tls"] == "implicit":
        context = ssl.create_default_context()
        smtp = smtplib.SMTP_SSL(relay["host"], relay["port"], context=context, **options)
    else:
        smtp = smtplib.SMTP(relay["host"], relay["port"], **options)
    smtp.ehlo_or_helo_if_needed()
    if relay["tls"] == "starttls":
        smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo()
    if relay["user"]:
        smtp.login(relay["user"], relay["password"])
    return smtp


def judged(command, code, reply):
    text = words(code, reply)
    if code == 421 or code < 0:
        return Answer(Verdict.LOST, text)
    if not 500 <= code < 600:
        return Answer(Verdict.LATER, text)
    about_us = command != "RCPT" or ABOUT_SENDER.search(text)
    return Answer(Verdict.SENDER if about_us else Verdict.NEVER, text)


def words(code, reply):
    return masked(f"{code} {reply.decode('utf-8', 'replace')}")


def masked(text):
    """A server's words in one line, without the address they may quote."""
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    return ADDRESS.sub("<address>", " ".join(text.split()))[:250]

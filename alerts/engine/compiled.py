"""A notice made ready once: bytes as the wire wants them, with gaps for what is personal.

Writing out a message is then putting a few short values between long pieces, which takes
microseconds; building one with the email package takes a hundred times as long.
"""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from textwrap import fill

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape

from alerts.models import NoticeKind
from alerts.models.choices import MOMENT, RANDOM

from .headers import encoded, mailbox
from .quoting import pieces_of, quoted
from .slots import WIDTH, slots

WITH_CALENDAR = {NoticeKind.MEETING, NoticeKind.MEETING_CHANGED, NoticeKind.MEETING_CANCELLED}
TOKEN_LENGTH = MOMENT + RANDOM
WORDS = ("why", "stop_words")
OWN = ("to", "number", "token")  # what differs from mail to mail


class Compiled:
    """`filled()` gives a whole message, dots stuffed and end included."""

    def __init__(self, notice):
        self.notice = notice
        # Where a token will stand: as long as one, and no part of a slot's mark.
        self.token = f"T{notice.key.hex[::-1]}"[:TOKEN_LENGTH]
        self.listed = joined(self.pieces(listed=True))
        self.unlisted = joined(self.pieces(listed=False))

    def filled(self, values):
        """`values` has bytes for `to`, `date`, `number`, `token` and the words; no token: no list.

        Of the words there are two kinds, made by `worded`.
        """
        own = [values.get(name, b"") for name in OWN]
        return self.draft(values, listed=bool(values.get("token"))).filled(*own)

    def draft(self, shared, *, listed):
        """With what many mails share put in: the words and the date."""
        pieces, gaps = self.listed if listed else self.unlisted
        pieces = pieces.copy()
        for place, name in gaps:
            if name not in OWN:
                pieces[place] = shared[name]
        return Draft(pieces, *([at for at, name in gaps if name == own] for own in OWN))

    def pieces(self, *, listed):
        key = self.notice.key.hex
        yield from self.headers(listed)
        yield b"MIME-Version: 1.0\r\n"
        if self.notice.kind in WITH_CALENDAR:
            yield b'Content-Type: multipart/mixed; boundary="m-%b"\r\n\r\n' % key.encode()
            yield b"--m-%b\r\n" % key.encode()
            yield from self.alternatives(key.encode())
            yield b"\r\n--m-%b\r\n" % key.encode()
            yield calendar(self.notice.meeting)
            yield b"\r\n--m-%b--\r\n.\r\n" % key.encode()
        else:
            yield from self.alternatives(key.encode())
            yield b".\r\n"

    def headers(self, listed):
        notice = self.notice
        for name, value in common(notice.subject).items():
            yield f"{name}: {value}\r\n".encode("ascii")
        yield from (b"To: ", "to", b"\r\nDate: ", "date", b"\r\n")
        yield f"Message-ID: <{notice.key.hex}.".encode()
        yield from ("number", f"@{settings.MAIL_DOMAIN}>\r\n".encode())
        if listed:
            before, after = self.url("alerts:stop").split(self.token)
            yield f"List-Id: <alerts.{settings.MAIL_DOMAIN}>\r\n".encode()
            yield f"List-Unsubscribe: <{before}".encode()
            yield "token"
            yield f"{after}>\r\n".encode()
            yield b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"

    def alternatives(self, key):
        yield b'Content-Type: multipart/alternative; boundary="a-%b"\r\n\r\n' % key
        yield b"--a-%b\r\n" % key
        yield from self.part("plain", self.notice.text)
        yield b"\r\n--a-%b\r\n" % key
        yield from self.part("html", self.notice.html)
        yield b"\r\n--a-%b--\r\n" % key

    def part(self, kind, text):
        yield b'Content-Type: text/%b; charset="utf-8"\r\n' % kind.encode()
        yield b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        marks = slots(self.notice.key)
        shown = escape if kind == "html" else str
        text = text.replace(marks["stop_url"], shown(self.url("alerts:stop")))
        text = text.replace(marks["choices_url"], shown(self.url("alerts:choices_by_link")))
        words = {marks[name]: f"{kind}_{name}" for name in WORDS}
        yield from pieces_of(text, {self.token: "token"}, words)

    def url(self, name):
        return settings.SITE_URL + reverse(name, args=[self.token])


class Draft:
    """A message but for what is of each mail alone."""

    def __init__(self, pieces, to, number, tokens):
        self.pieces, self.tokens = pieces, tokens
        (self.to,), (self.number,) = to, number

    def filled(self, to, number, token):
        pieces = self.pieces.copy()
        pieces[self.to], pieces[self.number] = to, number
        for place in self.tokens:
            pieces[place] = token
        return b"".join(pieces)


def joined(pieces):
    """The pieces with neighbors put together, and where the gaps are: [(place, name)]."""
    whole, gaps = [b""], []
    for piece in pieces:
        if isinstance(piece, str):
            gaps.append((len(whole), piece))
            whole += [b"", b""]
        else:
            whole[-1] += piece
    return whole, gaps


def worded(why, stop_words):
    """The words of one reason, encoded for both parts; made once for all who share it."""
    return {
        "plain_why": quoted(fill(why, WIDTH)),
        "html_why": quoted(escape(why)),
        "plain_stop_words": quoted(stop_words),
        "html_stop_words": quoted(escape(stop_words)),
    }


def common(subject):
    """What the headers of every mail begin with."""
    sender_name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return {
        "Subject": encoded(subject),
        "From": mailbox(sender, sender_name),
        "Reply-To": settings.MAIL_REPLY_TO or sender,
        "Auto-Submitted": "auto-generated",
    }


def calendar(meeting):
    """The invitation as a part of its own."""
    from council.calendar import invitation

    part = EmailMessage(policy=SMTP)
    part.set_content(
        invitation(meeting),
        maintype="text",
        subtype="calendar",
        cte="base64",
        disposition="attachment",
        filename="meeting.ics",
        params={"method": "PUBLISH", "charset": "utf-8"},
    )
    del part["MIME-Version"]
    return part.as_bytes()


class Shelf:
    """The compiled notices of one worker; the one that was not asked for longest goes first."""

    SIZE = 64

    def __init__(self):
        self.compiled = {}

    def of(self, notice):
        """A digest's notice has words for each set of news."""
        key = (notice.pk, notice.text if notice.period else "")
        found = self.compiled.pop(key, None) or Compiled(notice)
        self.compiled[key] = found
        if len(self.compiled) > self.SIZE:
            del self.compiled[next(iter(self.compiled))]
        return found

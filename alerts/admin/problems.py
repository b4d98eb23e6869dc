"""Mails that failed or will be tried again, in words that tell a sender what to make of it."""

import re

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alerts.models import State

from .numbers import own_mail

SHOWN = 50
AT_A_TIME = 2000
# What the mail server's numbers mean (RFC 3463, RFC 5321); the first that fits.
MEANINGS = [
    (r"\b[45]\.1\.(?:1|3|6|10)\b", gettext_lazy("No such mailbox")),
    (r"\b[45]\.1\.2\b", gettext_lazy("Their domain was not found")),
    (r"\b[45]\.1\.[78]\b", gettext_lazy("Our address as the sender was refused")),
    (r"\b[45]\.2\.1\b", gettext_lazy("Mailbox closed for now")),
    (r"\b[45]\.2\.2\b|^[45]52\b", gettext_lazy("Mailbox full")),
    (r"\b[45]\.2\.3\b|\b[45]\.3\.4\b", gettext_lazy("Too large for them")),
    (r"\b[45]\.7\.\d+\b|^554\b", gettext_lazy("Refused by their rules")),
    (r"\b[45]\.4\.\d+\b", gettext_lazy("Their mail server was not reached")),
    (r"^421\b", gettext_lazy("The mail server was busy")),
    (r"^4\d\d\b", gettext_lazy("Asked to come again later")),
    (r"^5\d\d\b", gettext_lazy("Refused")),
]


def problems_of(alert):
    """The gravest, for the page."""
    return [in_words(row) for row in troubled(alert).order_by("state", "-attempts", "pk")[:SHOWN]]


def troubled(alert):
    """Mails that failed, and those that will be tried again."""
    rows = own_mail(alert).select_related("user")
    return rows.filter(Q(state=State.FAILED) | Q(state=State.QUEUED, attempts__gt=0))


def in_words(row):
    """With the address as far as a sender needs it, and the reply in plain words."""
    row.address = re.sub(r"^(.).*@", r"\1…@", row.user.email) if row.user else _("erased")
    row.meaning = meaning_of(row.reply)
    row.failed = row.state == State.FAILED
    return row


COLUMNS = [
    gettext_lazy("Address"), gettext_lazy("State"), gettext_lazy("What happened"),
    gettext_lazy("Mail server said"), gettext_lazy("Tries"), gettext_lazy("Next try (UTC)"),
]  # fmt: skip


def table_of(alert):
    """All of them, a dict for each row of a file."""
    for row in map(in_words, troubled(alert).order_by("pk").iterator(AT_A_TIME)):
        state = _("Failed") if row.failed else _("Will retry")
        again = "" if row.failed else f"{row.due_at:%Y-%m-%d %H:%M:%S}"
        values = [row.address, state, row.meaning, row.reply, row.attempts, again]
        yield dict(zip(COLUMNS, values, strict=True))


def meaning_of(reply):
    """What a reply means; empty where its own words have to do."""
    return next((words for pattern, words in MEANINGS if re.search(pattern, reply)), "")

"""Numbers for senders: who will be told and why, and how far a send has come."""

import re
from dataclasses import dataclass

from django.db.models import Count, Q

from alerts.models import Delivery, NoticeKind, State

SHOWN = 50


@dataclass(frozen=True)
class Progress:
    """How far the mails of one alert have come; the rows themselves are counted."""

    total: int
    sent: int
    waiting: int
    retrying: int
    failed: int
    unwanted: int

    @property
    def done(self):
        return self.total - self.waiting - self.retrying

    @property
    def is_over(self):
        return self.done == self.total

    @property
    def percent(self):
        return 100 * self.done // self.total if self.total else 100


def mails_of(alert):
    """The mails that tell of it; those that call it back are counted apart."""
    return Delivery.objects.filter(notice__alert=alert, notice__kind=NoticeKind.ALERT)


def progress_of(alert):
    waits = Q(state__in=[State.QUEUED, State.SENDING])
    return Progress(
        **mails_of(alert).aggregate(
            total=Count("pk"),
            sent=Count("pk", filter=Q(state=State.SENT)),
            waiting=Count("pk", filter=waits & Q(attempts=0)),
            retrying=Count("pk", filter=waits & Q(attempts__gt=0)),
            failed=Count("pk", filter=Q(state=State.FAILED)),
            unwanted=Count("pk", filter=Q(state=State.SKIPPED)),
        )
    )


def problems_of(alert):
    """Mails that failed or will be tried again, with the address as far as a sender needs it."""
    rows = mails_of(alert).select_related("user")
    rows = rows.filter(Q(state=State.FAILED) | Q(state=State.QUEUED, attempts__gt=0))
    rows = list(rows.order_by("state", "-attempts", "pk")[:SHOWN])
    for row in rows:
        row.address = re.sub(r"^(.).*@", r"\1…@", row.user.email)
    return rows

"""A claimed row on its way: no more than sending and settling it need, for there are many."""

import logging

from django.db import InterfaceError, OperationalError

from alerts.models import Lane

from .headers import BadAddress, ascii_address, named
from .smtp import Answer, Verdict

logger = logging.getLogger(__name__)
NOT_MADE = "Not sent: the message could not be made; see the log."
BAD_ADDRESS = "Not sent: no mail can be addressed like this."


class Job:
    __slots__ = (
        "alert",  # the key of the alert it tells of, which may be called back
        "attempts",
        "content",  # makes the message
        "ends_at",  # not tried again from then on
        "kind",
        "lane",
        "model",  # Delivery or Letter
        "pk",
        "recipient",
        "sender",  # the return path, and whom it goes to, as the envelope has them
        "until",  # nothing is waited for longer than this (time.monotonic)
    )

    def __init__(self, model, pk, lane, attempts, ends_at, alert=None):
        self.model, self.kind = model, model._meta.model_name
        self.pk, self.lane, self.attempts, self.ends_at = pk, lane, attempts, ends_at
        self.alert = alert
        self.sender, self.recipient, self.content, self.until = b"", b"", bytes, 0.0

    @property
    def may_repeat(self):
        """A digest whose reply was lost is reported; news is rather sent twice than not at all."""
        return self.lane != Lane.DIGEST

    def address_to(self, address, name, sign):
        """What the header says; BadAddress where no mail can be addressed like this.

        `sign` makes the return path.
        """
        plain = ascii_address(address)
        self.recipient = plain.encode("ascii")
        self.sender = sign(self.pk, address).encode("ascii")
        return named(plain, name).encode("ascii")


def made(build, *values):
    """The message; one that cannot be made must not hold up the others."""
    try:
        return build(*values)
    except BadAddress:
        return Answer(Verdict.NEVER, BAD_ADDRESS)
    except (OperationalError, InterfaceError):  # the database is away: nobody's fault
        raise
    except Exception:
        logger.exception("A message could not be made.")
        return Answer(Verdict.LATER, NOT_MADE)

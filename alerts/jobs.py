"""A claimed row on its way: no more than sending and settling it need, for there are many."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError

from .headers import BadAddress, ascii_address
from .models import Lane
from .returnpath import signed
from .smtp import Answer, Verdict

logger = logging.getLogger(__name__)
NOT_MADE = "Not sent: the message could not be made; see the log."
BAD_ADDRESS = "Not sent: no mail can be addressed like this."


@dataclass(slots=True, eq=False)
class Job:
    model: Any  # Delivery or Letter
    pk: int
    lane: int
    attempts: int
    ends_at: datetime  # not tried again from then on
    sender: bytes = b""  # the return path, and whom it goes to, as the envelope has them
    recipient: bytes = b""
    content: Callable[[], bytes] = bytes
    until: float = 0.0  # nothing is waited for longer than this (time.monotonic)
    alert: int | None = None  # the alert it tells of, which may be called back

    @property
    def kind(self):
        return self.model._meta.model_name

    @property
    def may_repeat(self):
        """A digest whose reply was lost is reported; news is rather sent twice than not at all."""
        return self.lane != Lane.DIGEST

    def address_to(self, address):
        """The address as the wire has it; BadAddress where no mail can be addressed like this."""
        plain = ascii_address(address)
        self.recipient = plain.encode("ascii")
        self.sender = signed(self.kind, self.pk, address).encode("ascii")
        return plain


def made(build):
    """The message; one that cannot be made must not hold up the others."""
    try:
        return build()
    except BadAddress:
        return Answer(Verdict.NEVER, BAD_ADDRESS)
    except (OperationalError, InterfaceError):  # the database is away: nobody's fault
        raise
    except Exception:
        logger.exception("A message could not be made.")
        return Answer(Verdict.LATER, NOT_MADE)

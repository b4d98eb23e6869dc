"""The moment at which a question about rows is asked, and the days that follow from it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Moment:
    """Now, and what queries derive from it; in a statement, what stands for them there."""

    now: Any
    day_ago: Any
    today: Any
    last_day_anywhere: Any  # a day is over when it is so everywhere

    @classmethod
    def present(cls):
        now = timezone.now()
        return cls(now, now - DAY, timezone.localdate(now), now.date() - DAY)

"""Days counted from today, so that the sample never looks out of date."""

import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

ALMATY = ZoneInfo("Asia/Almaty")
THURSDAY = 3
JUNE = 6


def day(offset: int) -> date:
    """So many days from today, as the calendar hangs in Almaty."""
    return timezone.localdate(timezone=ALMATY) + timedelta(days=offset)


def thursday(offset: int) -> date:
    """The first Thursday on or after that day."""
    found = day(offset)
    return found + timedelta(days=(THURSDAY - found.weekday()) % 7)


def moment(on: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(on, time(hour, minute), ALMATY)


def form_id(name: str) -> uuid.UUID:
    """The same id in every load, by which a row without author or slug is found again."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"sample:{name}")

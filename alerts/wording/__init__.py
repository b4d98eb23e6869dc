"""What people are told of each kind of fact."""

from .alerts import of_alert, of_retraction
from .council import (
    of_application,
    of_cancelled_meeting,
    of_changed_meeting,
    of_meeting,
    of_minutes,
)
from .reports import of_edition, of_level_change

__all__ = [
    "of_alert",
    "of_application",
    "of_cancelled_meeting",
    "of_changed_meeting",
    "of_edition",
    "of_level_change",
    "of_meeting",
    "of_minutes",
    "of_retraction",
]

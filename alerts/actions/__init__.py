"""Deeds of this app: of the sender's desk, of a reader who chooses, of a link in a mail."""

from .choices import change_choices, change_frequency, follow, mute, pause, unfollow, unmute
from .desk import end_alert, publish_alert, start_update
from .emergency import retract_alert, send_at_once, stop_alert
from .links import bring_back, stop

__all__ = [
    "bring_back",
    "change_choices",
    "change_frequency",
    "end_alert",
    "follow",
    "mute",
    "pause",
    "publish_alert",
    "retract_alert",
    "send_at_once",
    "start_update",
    "stop",
    "stop_alert",
    "unfollow",
    "unmute",
]

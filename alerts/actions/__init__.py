"""Deeds of this app: of the sender's desk, of a reader who chooses, of a link in a mail."""

from .choices import change_choices, change_frequency, follow, mute, pause, unfollow, unmute
from .desk import end_alert, publish_alert, start_update
from .emergency import retract_alert, send_at_once, stop_alert
from .links import bring_back, stop
from .queue import cancel_rest, pause_alert, resend_failed, resume_alert
from .reviewing import approve_alert, ask_alert_changes, ask_approval
from .scheduling import take_back_forbidden, unschedule_alert, unschedule_alerts_of
from .starting import start_alert
from .testing import send_test

__all__ = [
    "approve_alert",
    "ask_alert_changes",
    "ask_approval",
    "bring_back",
    "cancel_rest",
    "change_choices",
    "change_frequency",
    "end_alert",
    "follow",
    "mute",
    "pause",
    "pause_alert",
    "publish_alert",
    "resend_failed",
    "resume_alert",
    "retract_alert",
    "send_at_once",
    "send_test",
    "start_alert",
    "start_update",
    "stop",
    "stop_alert",
    "take_back_forbidden",
    "unfollow",
    "unmute",
    "unschedule_alert",
    "unschedule_alerts_of",
]

"""Deeds of this app: of the sender's desk, of a reader who chooses, of a link in a mail."""

from .asking import ask_to_follow, confirm_request
from .choices import (
    change_choices,
    change_subscription,
    follow,
    mute,
    pause,
    stop_everything,
    unfollow,
    unmute,
)
from .copies import send_copy
from .desk import end_alert, publish_alert, start_update
from .emergency import retract_alert, send_at_once, stop_alert
from .links import bring_back, stop
from .mailboxes import add_mailboxes, confirm_mailbox, end_mailbox
from .queue import cancel_rest, pause_alert, resend_failed, resume_alert
from .reviewing import approve_alert, ask_alert_changes, ask_approval
from .scheduling import take_back_forbidden, unschedule_alert, unschedule_alerts_of
from .starting import start_alert
from .testing import send_test

__all__ = [
    "add_mailboxes",
    "approve_alert",
    "ask_alert_changes",
    "ask_approval",
    "ask_to_follow",
    "bring_back",
    "cancel_rest",
    "change_choices",
    "change_subscription",
    "confirm_mailbox",
    "confirm_request",
    "end_alert",
    "end_mailbox",
    "follow",
    "mute",
    "pause",
    "pause_alert",
    "publish_alert",
    "resend_failed",
    "resume_alert",
    "retract_alert",
    "send_at_once",
    "send_copy",
    "send_test",
    "start_alert",
    "start_update",
    "stop",
    "stop_alert",
    "stop_everything",
    "take_back_forbidden",
    "unfollow",
    "unmute",
    "unschedule_alert",
    "unschedule_alerts_of",
]

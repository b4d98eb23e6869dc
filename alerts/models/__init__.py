from .alerts import Alert, AlertPlace, Grade
from .choices import Frequency, LinkToken, Mute, Subscription, Suppression
from .sending import Delivery, Lane, Letter, Notice, NoticeKind, Rank, Reason, State

__all__ = [
    "Alert",
    "AlertPlace",
    "Delivery",
    "Frequency",
    "Grade",
    "Lane",
    "Letter",
    "LinkToken",
    "Mute",
    "Notice",
    "NoticeKind",
    "Rank",
    "Reason",
    "State",
    "Subscription",
    "Suppression",
]

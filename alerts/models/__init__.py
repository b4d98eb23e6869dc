from .alerts import Alert
from .choices import Frequency, LinkToken, Mute, Subscription, Suppression
from .grades import Grade
from .places import AlertPlace
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

from .alerts import Alert
from .choices import Frequency, LinkToken, Mute, Subscription, Suppression
from .feedback import Bounce, BounceKind, Canary
from .grades import Grade
from .places import AlertPlace
from .sending import Delivery, Lane, Letter, Notice, NoticeKind, Rank, Reason, State
from .webhooks import WebhookDelivery, WebhookEndpoint, WebhookEvent

__all__ = [
    "Alert",
    "AlertPlace",
    "Bounce",
    "BounceKind",
    "Canary",
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
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
]

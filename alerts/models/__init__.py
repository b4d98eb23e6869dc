from .alerts import Alert
from .asking import ConfirmToken, SubscriptionRequest
from .choices import DIGESTS, Frequency, LinkToken, Mute, Subscription, Suppression
from .digests import DigestItem
from .exercises import ExerciseParticipant
from .feedback import Bounce, BounceKind, Canary
from .grades import Grade
from .mailboxes import SharedMailbox
from .marks import SendingMark
from .pace import Pace
from .places import AlertPlace
from .reviews import AlertReview
from .sending import Delivery, Lane, Letter, Notice, NoticeKind, Rank, Reason, State
from .templates import AlertTemplate, EventKind
from .webhooks import WebhookDelivery, WebhookEndpoint, WebhookEvent

__all__ = [
    "DIGESTS",
    "Alert",
    "AlertPlace",
    "AlertReview",
    "AlertTemplate",
    "Bounce",
    "BounceKind",
    "Canary",
    "ConfirmToken",
    "Delivery",
    "DigestItem",
    "EventKind",
    "ExerciseParticipant",
    "Frequency",
    "Grade",
    "Lane",
    "Letter",
    "LinkToken",
    "Mute",
    "Notice",
    "NoticeKind",
    "Pace",
    "Rank",
    "Reason",
    "SendingMark",
    "SharedMailbox",
    "State",
    "Subscription",
    "SubscriptionRequest",
    "Suppression",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
]

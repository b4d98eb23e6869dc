"""Staff pages of this app: alerts from the draft to the last mail, and addresses that refuse."""

from .alerts import AlertAdmin
from .canaries import CanaryAdmin
from .exercises import ExerciseParticipantAdmin
from .mailboxes import SharedMailboxAdmin
from .suppressions import SuppressionAdmin
from .templates import AlertTemplateAdmin
from .webhooks import WebhookEndpointAdmin

__all__ = [
    "AlertAdmin",
    "AlertTemplateAdmin",
    "CanaryAdmin",
    "ExerciseParticipantAdmin",
    "SharedMailboxAdmin",
    "SuppressionAdmin",
    "WebhookEndpointAdmin",
]

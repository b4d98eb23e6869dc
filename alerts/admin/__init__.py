"""Staff pages of this app: alerts from the draft to the last mail, and addresses that refuse."""

from .alerts import AlertAdmin
from .canaries import CanaryAdmin
from .suppressions import SuppressionAdmin
from .webhooks import WebhookEndpointAdmin

__all__ = ["AlertAdmin", "CanaryAdmin", "SuppressionAdmin", "WebhookEndpointAdmin"]

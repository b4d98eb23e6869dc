"""Staff pages of this app: alerts from the draft to the last mail, and addresses that refuse."""

from .alerts import AlertAdmin
from .suppressions import SuppressionAdmin

__all__ = ["AlertAdmin", "SuppressionAdmin"]

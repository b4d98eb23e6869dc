"""What a worker has in hand may be called back while it sends: it looks twice a second."""

import time
from datetime import timedelta

from django.utils import timezone

from alerts.models import Alert

LOOK_EVERY = 0.5  # seconds
LATELY = timedelta(hours=1)  # a claim lasts a minute
CALLED_BACK = "Not sent: called back."


class Recall:
    """Alerts that ended or were called back since rows were claimed."""

    def __init__(self):
        self.looked_at, self.alerts = 0.0, frozenset()

    def holds(self, alert, now):
        """True if this alert does not hold any more; `now` by time.monotonic."""
        if now - self.looked_at > LOOK_EVERY:
            ended = Alert.objects.filter(ended_at__gt=timezone.now() - LATELY)
            self.alerts = frozenset(ended.order_by().values_list("pk", flat=True))
            self.looked_at = time.monotonic()
        return alert in self.alerts

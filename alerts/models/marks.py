"""Until when this database was in use: an older one than a worker remembers was restored."""

import uuid

from django.db import models
from django.utils import timezone


class SendingMark(models.Model):
    """One row, moved on by every worker; alerts.restored compares it with a file of the machine."""

    key = models.UUIDField(default=uuid.uuid4, editable=False)  # of this database and its copies
    moved_at = models.DateTimeField(default=timezone.now)
    restored_at = models.DateTimeField(null=True)  # when that was noticed last

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="sending_mark_one_row")
        ]

    def __str__(self):
        return f"{self.moved_at:%Y-%m-%d %H:%M}"

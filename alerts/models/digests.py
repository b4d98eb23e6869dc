"""What the digests of people hold."""

from django.db import models
from django.db.models import Q

from .choices import Subscription
from .sending import Delivery, Notice, State

# What stands for the mail server's reply where a digest was taken, it seems, and the reply lost.
NO_REPLY = "No reply came: it may have arrived. A digest is not sent twice."


class DigestItemQuerySet(models.QuerySet):
    def told(self):
        """Those of digests that were sent, may have been, or still can be."""
        refused = Q(delivery__state=State.FAILED) & ~Q(delivery__reply=NO_REPLY)
        return self.exclude(refused | Q(delivery__state=State.SKIPPED))


class DigestItem(models.Model):
    """One notice in one person's digest, written down before the digest is handed over.

    Whoever goes on after a crash finds it and sends the same; the next digest leaves it out.
    """

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="items")  # the digest
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="in_digests")
    subscription = models.ForeignKey(Subscription, models.SET_NULL, null=True, related_name="+")

    objects = DigestItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "notice"], name="digest_item_once"),
        ]

    def __str__(self):
        return f"{self.notice_id} in {self.delivery_id}"

"""What came back about mail that was handed over, and the canary that shows it arrives."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council.models import Council

from .sending import Delivery


class BounceKind(models.TextChoices):
    REFUSED = "refused", _("Refused for good")
    DEFERRED = "deferred", _("Refused for now")
    SENDER = "sender", _("Refused because of us")
    COMPLAINT = "complaint", _("Called unwanted")


class BounceQuerySet(models.QuerySet):
    def about(self, hashes):
        """Those about one address, known by its hash under each key."""
        return self.filter(address_hash__in=hashes)


class Bounce(models.Model):
    """One refusal or complaint about one delivery. The report it came in is not kept."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="bounces")
    # The delivery stays as proof when its person is erased; this goes with them.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="bounces"
    )
    address_hash = models.CharField(max_length=64, db_index=True)  # as in Suppression
    kind = models.CharField(max_length=10, choices=BounceKind)
    code = models.CharField(max_length=12, blank=True)  # RFC 3463, such as 5.1.1
    reply = models.CharField(max_length=250, blank=True)  # the server's words, address masked
    at = models.DateTimeField(default=timezone.now)

    objects = BounceQuerySet.as_manager()

    class Meta:
        verbose_name = _("bounce")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "kind"], name="bounce_once"),
        ]

    def __str__(self):
        return self.reply if self.code in self.reply else f"{self.code} {self.reply}".strip()


class CanaryQuerySet(models.QuerySet):
    def due(self):
        """Those that get a mail now: every few hours, and sooner while one is missing."""
        now, wait = timezone.now(), timedelta(minutes=settings.CANARY_MINUTES)
        old = Q(sent_at=None) | Q(sent_at__lte=now - timedelta(hours=settings.CANARY_HOURS))
        again = Q(waiting_since__isnull=False, sent_at__lte=now - 2 * wait)
        return self.filter(old | again)

    def missing(self):
        """Those whose mail should have arrived by now."""
        wait = timedelta(minutes=settings.CANARY_MINUTES)
        return self.filter(waiting_since__lte=timezone.now() - wait)


class Canary(models.Model):
    """An address of ours that gets a small mail every few hours, which must then arrive.

    Without an address of its own it is the bounce mailbox; another one (a mailbox where the
    council's people have theirs) passes its mail on to the bounce mailbox.
    """

    council = models.OneToOneField(
        Council,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="canary",
        verbose_name=_("council"),
    )
    address = models.EmailField(
        _("address"),
        blank=True,
        help_text=_("A mailbox that passes its mail on to the bounce mailbox."),
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)  # of the last mail
    sent_at = models.DateTimeField(_("last sent"), null=True, editable=False)
    waiting_since = models.DateTimeField(null=True, editable=False)  # none came since then
    arrived_at = models.DateTimeField(_("last arrived"), null=True, editable=False)

    objects = CanaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("canary")
        verbose_name_plural = _("canaries")
        ordering = ["pk"]
        constraints = [
            # The site's own has no council, and there is one of it.
            models.UniqueConstraint(
                Coalesce("council", 0, output_field=models.BigIntegerField()),
                name="canary_once",
                violation_error_message=_("There is a canary of this council already."),
            ),
        ]

    def __str__(self):
        return str(self.council or _("The whole site"))

"""Programs of others that are told of alerts: where, of what, and each telling on its way."""

import uuid

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisories.models import Country, Tlp
from council.models import Member, Membership
from web.lines import LineField

from .alerts import Alert
from .grades import Grade
from .sending import State


class EndpointQuerySet(models.QuerySet):
    def active(self):
        return self.filter(disabled_at=None)

    def editable_by(self, user):
        """An organization's for who looks after its council; those of nobody for the superuser."""
        mine = Q(membership__in=Membership.objects.editable_by(user))
        if user.is_active and user.is_superuser:
            mine |= Q(membership=None)
        return self.filter(mine)


class WebhookEndpoint(models.Model):
    """An address of an organization or of the operator that is told of alerts by POST."""

    name = LineField(_("name"), max_length=80)
    url = models.URLField(
        _("address"),
        max_length=500,
        validators=[URLValidator(schemes=["https"])],
        help_text=_("It begins with https:// and names no port."),
    )
    membership = models.ForeignKey(
        Membership,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="webhook_endpoints",
        verbose_name=_("membership"),
    )
    answered_by = models.ForeignKey(
        Member,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="webhook_endpoints",
        verbose_name=_("who answers for it"),
    )
    everything = models.BooleanField(_("every country"), default=False)
    countries = models.ManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("countries")
    )
    lowest_grade = models.PositiveSmallIntegerField(
        _("lowest grade"), choices=Grade, default=Grade.NOTICE
    )
    tlp = models.CharField(
        _("up to"),
        max_length=8,
        choices=Tlp,
        default=Tlp.CLEAR,
        help_text=_("GREEN and AMBER only while the organization is a member."),
    )
    sealed_secret = models.TextField(editable=False)  # see alerts.webhooks.signing
    started_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    disabled_at = models.DateTimeField(_("switched off"), null=True, editable=False)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Coalesce("membership", 0, output_field=models.BigIntegerField()),
                "url",
                name="webhook_address_once",
                violation_error_message=_("This address is there already."),
            ),
            models.CheckConstraint(
                condition=Q(tlp="clear") | Q(membership__isnull=False),
                name="webhook_restricted_has_membership",
                violation_error_message=_("Only a member's webhook gets restricted alerts."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def reads_restricted(self):
        """While the organization is a member, and somebody there answers for it."""
        person = self.answered_by
        belongs = self.membership is not None and self.membership.is_active
        answered = person is not None and person.left_at is None and person.user.is_active
        return belongs and answered

    @property
    def state(self):
        """In one word, for a tag."""
        if self.disabled_at:
            return _("Switched off")
        return _("Failing") if self.failing_since else _("On")


class WebhookEvent(models.TextChoices):
    SENT = "alert.sent", _("Alert")
    UPDATED = "alert.updated", _("Update")
    ENDED = "alert.ended", _("Ended")


class WebhookDelivery(models.Model):
    """One event told to one endpoint; unique, so that nothing is told twice as something new."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # sent with each try
    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="deliveries")
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="webhook_deliveries")
    event = models.CharField(max_length=16, choices=WebhookEvent)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=120, blank=True)  # a status or our own words, no answer

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "alert", "event"], name="webhook_event_once"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="webhook_due"),
        ]

    def __str__(self):
        return f"{self.event} {self.alert_id}: {self.state}"

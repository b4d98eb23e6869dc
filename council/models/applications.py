"""Organizations that ask to join, and each step of looking at them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import LowerEmailField
from web.lines import LineField
from web.links import link_to

from .councils import Council
from .memberships import Membership


class ApplicationState(models.TextChoices):
    SUBMITTED = "submitted", _("Submitted")
    NEEDS_INFORMATION = "needs_info", _("Needs information")
    VETTING = "vetting", _("Being vetted")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @classmethod
    def open(cls):
        return [cls.SUBMITTED, cls.NEEDS_INFORMATION, cls.VETTING]


class ApplicationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=ApplicationState.open())

    def of(self, council):
        return self.filter(council=council)

    def editable_by(self, user):
        return self.filter(council__in=Council.objects.editable_by(user))


class Application(models.Model):
    """An organization asks to join a council, with the person who asks as its first member."""

    form_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(
        Council, models.PROTECT, related_name="applications", verbose_name=_("council")
    )
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="applications",
        verbose_name=_("applicant"),
    )
    organization_name = LineField(_("organization"), max_length=160)
    website = models.URLField(_("website"), blank=True)
    sector = LineField(_("field of work"), max_length=120)
    reason = models.TextField(_("why you want to join"), max_length=3000)
    people = models.TextField(
        _("colleagues who should join too"),
        max_length=2000,
        blank=True,
        help_text=_("One work email a line."),
    )
    first_voucher = LowerEmailField(_("first person who can vouch for you"))
    second_voucher = LowerEmailField(_("second person who can vouch for you"))
    state = models.CharField(
        _("state"), max_length=12, choices=ApplicationState, default=ApplicationState.SUBMITTED
    )
    submitted_at = models.DateTimeField(_("submitted"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    answer = models.TextField(_("answer to the applicant"), max_length=2000, blank=True)
    membership = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="applications",
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        ordering = ["-submitted_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("organization_name"),
                "council",
                condition=Q(state__in=["submitted", "needs_info", "vetting"]),
                name="application_one_open",
                violation_error_message=_(
                    "This organization's application is being looked at already."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.organization_name}, {self.council}"

    def get_absolute_url(self):
        return link_to("council:application_detail", self.pk)

    @property
    def is_open(self):
        return self.state in ApplicationState.open()

    @property
    def colleagues(self):
        """Addresses of the colleagues, each once, in the order they were written."""
        return list(dict.fromkeys(self.people.lower().split()))


class ApplicationStep(models.Model):
    """Who moved an application to which state, and when."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=ApplicationState)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.TextField(max_length=2000, blank=True)  # asked of or by the applicant

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_state_display()}, {self.at:%Y-%m-%d}"

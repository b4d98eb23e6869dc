"""Addresses that a member organization's people share, such as a duty desk's."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisories.models import Country, Tlp
from council.models import Council, Member, Membership
from council.models.memberships import active_membership

from .choices import Frequency
from .grades import Grade


class SharedMailboxQuerySet(models.QuerySet):
    def active(self):
        return self.filter(ended_at=None)

    def standing(self):
        """Those of organizations whose membership is active."""
        return self.active().filter(active_membership("membership__"))

    def reading(self, tlp, council):
        """Confirmed ones that may get texts of this TLP: somebody who may read it answers."""
        confirmed = self.standing().filter(
            confirmed_at__isnull=False,
            answered_by__left_at=None,
            answered_by__user__is_active=True,
        )
        if tlp == Tlp.AMBER:
            return confirmed.filter(tlp=Tlp.AMBER, membership__council=council)
        return confirmed.filter(tlp__in=[Tlp.GREEN, Tlp.AMBER])

    def editable_by(self, user):
        return self.filter(membership__council__in=Council.objects.editable_by(user))


class SharedMailbox(models.Model):
    """One address of an organization: what it follows, up to which TLP, and who answers for it."""

    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="mailboxes", verbose_name=_("membership")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("address")
    )
    answered_by = models.ForeignKey(
        Member, models.CASCADE, related_name="mailboxes", verbose_name=_("who answers for it")
    )
    countries = models.ManyToManyField(Country, related_name="+", verbose_name=_("countries"))
    tlp = models.CharField(_("up to"), max_length=8, choices=Tlp, default=Tlp.CLEAR)
    lowest_grade = models.PositiveSmallIntegerField(
        _("lowest grade"), choices=Grade, default=Grade.NOTICE
    )
    new_reports = models.BooleanField(_("new reports"), default=True)
    frequency = models.CharField(
        _("how often"), max_length=8, choices=Frequency, default=Frequency.AT_ONCE
    )
    asked_at = models.DateTimeField(_("entered"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = SharedMailboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared mailbox")
        verbose_name_plural = _("shared mailboxes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "user"],
                condition=Q(ended_at=None),
                name="shared_mailbox_once",
            ),
        ]

    def __str__(self):
        return self.user.email

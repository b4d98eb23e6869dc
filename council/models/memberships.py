"""Organizations in councils, and the people in them."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from web.choices import label_in
from web.models import PublicFact, PublicFactQuerySet
from web.moments import DayThere, Moment

from .councils import Council, MemberRole, Organization


def active_membership(path="", at=None):
    """Begun, not suspended, not ended, not expired."""
    at = at or Moment.present()
    begun = Q(**{f"{path}started_at__lte": at.now})
    standing = Q(**{f"{path}suspended_at": None, f"{path}ended_at": None})
    return begun & standing & unexpired(path, at)


def unexpired(path="", at=None):
    """Until midnight after the last day, by the calendar of the council's time zone.

    Only of a day that is today somewhere does it matter where.
    """
    at = at or Moment.present()
    day = f"{path}expires_on"
    there = DayThere(at.now, f"{path}council__time_zone")
    here_and_there = Q(**{f"{day}__gte": at.last_day_anywhere}) & Q(**{f"{day}__gte": there})
    return Q(**{day: None}) | Q(**{f"{day}__gte": at.first_day_anywhere}) | here_and_there


class MembershipQuerySet(PublicFactQuerySet):
    def active(self):
        return self.filter(active_membership())

    def expired(self):
        return self.exclude(unexpired())

    def editable_by(self, user):
        return self.filter(council__in=Council.objects.editable_by(user))


class Membership(PublicFact):
    """One organization in one council."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="memberships", verbose_name=_("organization")
    )
    council = models.ForeignKey(
        Council, models.PROTECT, related_name="memberships", verbose_name=_("council")
    )
    started_at = models.DateTimeField(_("since"), default=timezone.now)
    expires_on = models.DateField(_("expires"), null=True, blank=True)
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        ordering = ["organization__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "council"],
                name="membership_once",
                violation_error_message=_("This organization is in this council already."),
            ),
        ]

    def __str__(self):
        return f"{self.organization}, {self.council}"

    @property
    def is_expired(self):
        return self.expires_on is not None and self.expires_on < self.council.today

    @property
    def is_active(self):
        begun = self.started_at <= timezone.now()
        return begun and not (self.suspended_at or self.ended_at or self.is_expired)

    @property
    def state(self):
        """In one word, for a tag."""
        if self.ended_at:
            return _("Ended")
        if self.suspended_at:
            return _("Suspended")
        if self.is_expired:
            return _("Expired")
        return _("Active") if self.is_active else _("Not yet begun")


class MemberQuerySet(models.QuerySet):
    def active(self, at=None):
        """People who belong now: not left, and their organization's membership is active."""
        return self.filter(active_membership("membership__", at), left_at=None)

    def of(self, council):
        return self.filter(membership__council=council)

    def leading(self):
        return self.filter(role__in=MemberRole.leading())

    def trusted(self):
        """Those who convene, and those who look after their organization's people."""
        return self.filter(role__in=[*MemberRole.leading(), MemberRole.CONTACT])

    def by_rank(self):
        """Chair first, then deputy, then secretary."""
        ranks = [When(role=role, then=rank) for rank, role in enumerate(MemberRole.leading())]
        return self.order_by(Case(*ranks, default=len(ranks)), "pk")

    def with_colleagues(self):
        """Each row with `colleagues`, how many others belong to the same membership."""
        here = Q(membership__members__left_at=None)
        return self.annotate(colleagues=Count("membership__members", filter=here) - 1)

    def editable_by(self, user):
        return self.filter(membership__council__in=Council.objects.editable_by(user))


class Member(models.Model):
    """One person in one membership."""

    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="members", verbose_name=_("membership")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=10, choices=MemberRole, default=MemberRole.MEMBER)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "user"],
                name="member_once",
                violation_error_message=_("This person is in this membership already."),
            ),
        ]
        indexes = [models.Index(fields=["user", "left_at"], name="member_of_user")]

    def __str__(self):
        return f"{self.user}, {self.membership}"

    def get_role_display(self):  # type: ignore[no-redef]
        return label_in(MemberRole, self.role)

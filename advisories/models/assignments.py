"""Who may do what, and where: a role in a country, at a post, in a council or everywhere."""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from web.once import once
from web.statements import statement

from .places import Country, Post


class Role(models.TextChoices):
    EDITOR = "editor", _("Editor: writes reports")
    PUBLISHER = "publisher", _("Publisher: writes, approves and publishes reports")
    AUDITOR = "auditor", _("Auditor: reads everything, changes nothing")
    SENDER = "sender", _("Sender: writes and sends alerts")
    DUTY = "duty", _("Duty officer: runs check-ins")
    MEMBERSHIP_OFFICER = "membership", _("Membership officer: vets and looks after members")


@dataclass(frozen=True)
class Reach:
    """Where some roles of one person hold. AMBER content needs the council itself."""

    everywhere: bool = False
    countries: frozenset[int] = frozenset()
    posts: frozenset[int] = frozenset()
    councils: frozenset[int] = frozenset()

    def __bool__(self):
        return bool(self.everywhere or self.countries or self.posts or self.councils)

    def in_countries(self, path="pk"):
        """Rows whose country is within reach."""
        return everything() if self.everywhere else Q(**{f"{path}__in": self.countries})

    def in_posts(self, country="country", post="post"):
        """Rows whose country or post is within reach."""
        return self.in_countries(country) | Q(**{f"{post}__in": self.posts})

    def in_councils(self, path="council"):
        return Q(**{f"{path}__in": self.councils})


def everything():
    return Q(pk__isnull=False)


class AssignmentQuerySet(models.QuerySet):
    def active(self):
        return self.filter(ended_at=None)


class Assignment(models.Model):
    """One role of one person in one place; it ends, it is never deleted."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="assignments",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    everywhere = models.BooleanField(_("everywhere"), default=False)
    country = models.ForeignKey(
        Country,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("country"),
    )
    post = models.ForeignKey(
        Post,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("post"),
    )
    council = models.ForeignKey(
        "council.Council",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("council"),
    )
    started_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        ordering = ["user", "role"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(everywhere=True, country=None, post=None, council=None)
                    | Q(everywhere=False, country__isnull=False, post=None, council=None)
                    | Q(everywhere=False, country=None, post__isnull=False, council=None)
                    | Q(everywhere=False, country=None, post=None, council__isnull=False)
                ),
                name="assignment_has_one_place",
                violation_error_message=_(
                    "Choose one: everywhere, a country, a post or a council."
                ),
            ),
        ]

    def __str__(self):
        place = self.country or self.post or self.council or _("everywhere")
        return f"{self.user}: {self.get_role_display()}, {place}"


def reach_of(user, *roles):
    """Where `user` holds one of `roles` (any role if none is named), as a Reach.

    A superuser reaches everywhere, but a council's AMBER content only by assignment.
    """
    if not user.is_authenticated or not user.is_active:
        return Reach()
    held = once(("assignments", user.pk), lambda: held_by(user=user.pk))
    rows = [row for row in held if row.role in roles] if roles else held
    return Reach(
        everywhere=user.is_superuser or any(row.everywhere for row in rows),
        countries=frozenset(row.country_id for row in rows if row.country_id),
        posts=frozenset(row.post_id for row in rows if row.post_id),
        councils=frozenset(row.council_id for row in rows if row.council_id),
    )


@statement(user=models.BigIntegerField())
def held_by(at, user):
    return Assignment.objects.active().filter(user=user).order_by("pk")


def desk_of(user):
    """Where this person writes or publishes."""
    return reach_of(user, Role.EDITOR, Role.PUBLISHER)

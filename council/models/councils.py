"""Councils, and the organizations that may belong to them."""

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import check_time_zone
from advisories.models import Country, Post, Role
from advisories.models.assignments import reach_of
from advisories.models.tlp import seats_of
from advisories.times import today_at
from web.lines import LineField, plain_line
from web.links import link_to
from web.models import PublicFact, PublicFactQuerySet


class MemberRole(models.TextChoices):
    MEMBER = "member", _("Member")
    CONTACT = "contact", _("Organization's contact")
    CHAIR = "chair", _("Chair")
    DEPUTY = "deputy", _("Deputy chair")
    SECRETARY = "secretary", _("Secretary")

    @classmethod
    def leading(cls):
        """Those who convene and write to all."""
        return [cls.CHAIR, cls.DEPUTY, cls.SECRETARY]


def open_councils(user):
    """Those whose members' pages this person may see, own and assigned, by their ids."""
    return {council for council, _role in seats_of(user)} | reach_of(user).councils


def led_councils(user):
    """Those of which this person is chair, deputy or secretary, by their ids."""
    return {council for council, role in seats_of(user) if role in MemberRole.leading()}


def convened_councils(user):
    """Those this person calls together: as a leader, or assigned to the council itself."""
    return led_councils(user) | reach_of(user, Role.MEMBERSHIP_OFFICER).councils


class CouncilQuerySet(PublicFactQuerySet):
    def open_to(self, user):
        """Councils whose members' pages this person may see: own ones, and those assigned."""
        return self.filter(pk__in=open_councils(user))

    def editable_by(self, user):
        """Councils whose members this person looks after."""
        reach = reach_of(user, Role.MEMBERSHIP_OFFICER)
        everywhere = Q(pk__isnull=False) if reach.everywhere else Q(pk__in=reach.councils)
        places = Q(country__in=reach.countries) | Q(post__in=reach.posts)
        return self.filter(everywhere | places)

    def convened_by(self, user):
        """Councils this person calls together: as a leader, or assigned to the council itself."""
        return self.filter(pk__in=convened_councils(user))

    def naming_people_to(self, user):
        """Councils of which this person sees names; everybody else sees counts."""
        led = Q(pk__in=led_councils(user))
        return self.filter(led | Q(pk__in=self.model.objects.editable_by(user)))

    def with_size(self, at=None):
        """Each council with `size`, the number of organizations that belong to it now."""
        from .memberships import active_membership

        active = active_membership("memberships__", at)
        return self.annotate(size=Count("memberships", filter=active, distinct=True))


class Council(PublicFact):
    """A post's security officers and the private organizations around it."""

    name = LineField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="councils", verbose_name=_("country")
    )
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="councils",
        verbose_name=_("post"),
    )
    about = models.TextField(_("about"), max_length=3000, blank=True)
    meets = LineField(
        _("how often it meets"), max_length=80, blank=True, help_text=_("As in “twice a year”.")
    )
    how_to_join = models.TextField(_("how to join"), max_length=3000, blank=True)
    contact = LineField(_("contact"), max_length=160, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[check_time_zone]
    )

    objects = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = _("council")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return link_to("council:council_detail", self.slug)

    @property
    def today(self):
        """By the calendar of its time zone."""
        return today_at(self)


class OrganizationQuerySet(PublicFactQuerySet):
    def editable_by(self, user):
        """Organizations of the councils this person looks after; all of them for all councils."""
        if reach_of(user, Role.MEMBERSHIP_OFFICER).everywhere:
            return self
        councils = Council.objects.editable_by(user)
        return self.filter(
            pk__in=self.model.objects.filter(memberships__council__in=councils).values("pk")
        )

    def named(self, name):
        return self.filter(name__iexact=plain_line(name))


class Organization(PublicFact):
    """A company, university, charity or office that may belong to councils."""

    name = LineField(_("name"), max_length=160)
    website = models.URLField(_("website"), blank=True)
    sector = LineField(_("field of work"), max_length=120, blank=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="organization_name_once",
                violation_error_message=_("An organization of this name exists already."),
            ),
        ]

    def __str__(self):
        return self.name

"""Numbers to call. What an import found is proposed until a person confirmed it."""

from datetime import timedelta
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from web.choices import label_in
from web.lines import LineField
from web.models import PublicFact, PublicFactQuerySet
from web.sentences import within

from .assignments import desk_of
from .places import Country, Post

FRESH = timedelta(days=90)  # a number is checked again after so long


class ContactRole(models.TextChoices):
    """Whom a number reaches, in the order in which a person in need looks for them."""

    POLICE = "police", _("Police")
    AMBULANCE = "ambulance", _("Ambulance")
    FIRE = "fire", _("Fire service")
    GENERAL = "general", _("All emergency services")
    DUTY_OFFICER = "duty_officer", _("Duty officer")
    AFTER_HOURS = "after_hours", _("After hours")
    CITIZEN_SERVICES = "citizen_services", _("Citizen services")
    SECURITY_OFFICER = "security_officer", _("Security officer")
    SWITCHBOARD = "switchboard", _("Switchboard")
    CLINIC = "clinic", _("Clinic")
    OTHER = "other", _("Other")


OFFICES = (
    ContactRole.CITIZEN_SERVICES,
    ContactRole.SECURITY_OFFICER,
    ContactRole.SWITCHBOARD,
    ContactRole.OTHER,
)


class ContactQuerySet(PublicFactQuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def proposed(self):
        return self.filter(confirmed_at=None)

    def stale(self):
        """Confirmed so long ago that somebody should call them again."""
        return self.filter(confirmed_at__lt=timezone.now() - FRESH)

    def due(self):
        """To be checked: proposed or stale."""
        return self.proposed() | self.stale()

    def visible_to(self, user):
        """Readers see a number only after a person confirmed it."""
        return self.filter(models.Q(confirmed_at__isnull=False) | desk_of(user).in_posts())

    def editable_by(self, user):
        return self.filter(desk_of(user).in_posts())

    def at(self, *, country, post=None):
        """The country's own numbers, and those of the post if one is named."""
        mine = models.Q(post=None) | models.Q(post=post) if post else models.Q()
        return self.filter(mine, country=country)

    def of_report(self, report):
        """The numbers that belong to a report's place; none for a report on a topic."""
        if not report.home:
            return self.none()
        return self.at(country=report.home, post=report.post).by_urgency()

    def by_urgency(self):
        return self.order_by(urgency(), "post__name", "name", "pk")


@lru_cache(maxsize=1)
def urgency():
    """The place of each role in the order of roles, for sorting; made once, as it is long."""
    order = [models.When(role=role, then=rank) for rank, role in enumerate(ContactRole.values)]
    return models.Case(*order, output_field=models.IntegerField())


class Contact(PublicFact):
    """One number and whom it reaches."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="contacts")
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="contacts")
    role = models.CharField(_("who answers"), max_length=20, choices=ContactRole)
    name = LineField(_("name"), max_length=120, blank=True)
    number = LineField(_("number, as dialed there"), max_length=40)
    e164 = models.CharField(
        _("number, from abroad"), max_length=16, null=True, blank=True
    )  # none for short numbers such as 102
    hours = LineField(_("hours"), max_length=80, blank=True)
    address = LineField(_("address"), max_length=240, blank=True)
    source_line = models.TextField(_("where it was found"), blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "number", "role"],
                name="contact_number_once_per_role",
                violation_error_message=_("This number is listed for this role already."),
            ),
        ]

    def __str__(self):
        return f"{self.label}: {self.number}"

    def get_role_display(self):  # type: ignore[no-redef]
        return label_in(ContactRole, self.role)

    @property
    def label(self):
        """Who answers, in words: a clinic's own name, "Consulate General Almaty, duty officer"."""
        if self.name:
            return self.name
        role = self.get_role_display()
        return f"{self.post.full_name}, {within(role)}" if self.post else role

    @property
    def is_office(self):
        """True for a desk of its post that one calls by day; in need one calls the others."""
        return bool(self.post_id) and self.role in OFFICES

    @property
    def frozen(self):
        """As a published edition keeps it, in the names that pages use for a live contact."""
        return {
            "role": self.role,
            "label": str(self.label),
            "number": self.number,
            "e164": self.e164 or "",
            "tel": self.tel,
            "hours": self.hours,
            "address": self.address,
            "checked_on": self.confirmed_at.date().isoformat() if self.confirmed_at else None,
        }

    @property
    def tel(self):
        """What a phone dials from where the reader stands: E.164, or the short number."""
        return self.e164 or "".join(sign for sign in self.number if sign.isdigit())

"""Trips and the places they lead to."""

import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from advisories.models import Country, Post
from advisories.times import today_at
from web.lines import LineField

KEPT_AFTER_RETURN = timedelta(days=30)
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that read like another one


def new_reference():
    """A name for a trip that can be read out on the phone: 7F4Q-2MKX."""
    signs = [secrets.choice(SIGNS) for _each in range(8)]
    return "".join(signs[:4]) + "-" + "".join(signs[4:])


class TripQuerySet(models.QuerySet):
    def active(self):
        """Confirmed and not cancelled."""
        return self.filter(confirmed_at__isnull=False, cancelled_at=None)

    def to_erase(self):
        """Over for long enough; a place where somebody lives, cancelled for long enough."""
        now = timezone.now()
        stops = Stop.objects.filter(trip=OuterRef("pk"))
        kept = stops.filter(ends_on__gt=timezone.localdate(now) - KEPT_AFTER_RETURN)
        over = ~Exists(stops.filter(ends_on=None)) | Q(cancelled_at__lte=now - KEPT_AFTER_RETURN)
        return self.filter(Exists(stops), ~Exists(kept), over)


class Trip(models.Model):
    """A person goes to one or more places. Erased 30 days after return."""

    form_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="trips")
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    traveler_name = LineField(_("your name"), max_length=120)
    lodging = LineField(
        _("where you stay"),
        max_length=240,
        blank=True,
        help_text=_("So that we can find you if the phone network is down."),
    )
    phone = LineField(
        _("phone there"),
        max_length=40,
        blank=True,
        help_text=_("So that we can call you if you do not answer a check-in."),
    )
    enrolled_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TripQuerySet.as_manager()

    class Meta:
        verbose_name = _("trip")
        ordering = ["-enrolled_at"]

    def __str__(self):
        return self.reference

    @property
    def starts_on(self):
        return min((stop.starts_on for stop in self.stops.all()), default=None)

    @property
    def ends_on(self):
        """The last day away; None while a stop has no end (a residence)."""
        days = [stop.ends_on for stop in self.stops.all()]
        return None if not days or None in days else max(days)

    @property
    def is_over(self):
        """Cancelled, or the last day has passed at each of its places."""
        stops = self.stops.all()
        return bool(self.cancelled_at or (stops and all(stop.is_over for stop in stops)))

    @property
    def status(self):
        """In words, for its owner."""
        if self.cancelled_at:
            return _("Cancelled")
        if self.is_over:
            return _("Ended")
        days = min((stop.days_until for stop in self.stops.all()), default=0)
        if days > 0:
            return ngettext("Starts in %(days)d day", "Starts in %(days)d days", days) % {
                "days": days
            }
        return _("Under way")

    @property
    def places(self):
        """As in "Almaty and Astana, Kazakhstan"; the country alone where no city is known."""
        by_country: dict[str, list[str]] = {}
        for stop in self.stops.all():
            cities = by_country.setdefault(stop.country.name, [])
            city = stop.post.name if stop.post else stop.place
            if city and city not in cities:
                cities.append(city)
        return "; ".join(
            f"{get_text_list(cities, _('and'))}, {country}" if cities else country
            for country, cities in by_country.items()
        )

    @property
    def travelers(self):
        return 1 + len(self.companions.all())

    @property
    def erased_on(self):
        return self.ends_on and self.ends_on + KEPT_AFTER_RETURN


class StopQuerySet(models.QuerySet):
    def active(self):
        return self.filter(trip__confirmed_at__isnull=False, trip__cancelled_at=None)

    def to(self, country):
        return self.filter(country=country)

    def overlapping(self, starts_on, ends_on):
        """Stops with at least one day in the window; an open window has no ends_on."""
        stops = self.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
        return stops.filter(starts_on__lte=ends_on) if ends_on else stops


class Stop(models.Model):
    """One place of a trip, from the first day there to the last."""

    trip = models.ForeignKey(Trip, models.CASCADE, related_name="stops")
    # Their indexes are those below: a plain one would lead through every trip of the past.
    country = models.ForeignKey(Country, models.PROTECT, related_name="stops", db_index=False)
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="stops", db_index=False
    )
    place = LineField(_("town or area"), max_length=120, blank=True)
    starts_on = models.DateField(_("day you arrive"))
    ends_on = models.DateField(_("day you leave"), null=True, blank=True)  # a residence has no end

    objects = StopQuerySet.as_manager()

    class Meta:
        verbose_name = _("stop")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="stop_ends_after_start",
                violation_error_message=_("A stop ends on or after the day it starts."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["country", "ends_on", "starts_on", "trip"], name="stop_there_then"
            ),
            models.Index(fields=["post", "ends_on", "starts_on", "trip"], name="stop_at_post_then"),
        ]

    def __str__(self):
        return str(self.where)

    @property
    def where(self):
        return self.post or self.country

    @property
    def days_until(self):
        """Until the day of arrival, by the calendar there."""
        return (self.starts_on - today_at(self.where)).days

    @property
    def is_over(self):
        """The day of leaving has passed there; a residence never is."""
        return self.ends_on is not None and self.ends_on < today_at(self.where)


class Companion(models.Model):
    """Somebody who travels along and is told through the traveler."""

    trip = models.ForeignKey(Trip, models.CASCADE, related_name="companions")
    name = LineField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("companion")

    def __str__(self):
        return self.name


class EmergencyContact(models.Model):
    """Whom to call when the traveler cannot be reached."""

    trip = models.ForeignKey(Trip, models.CASCADE, related_name="emergency_contacts")
    name = LineField(_("name"), max_length=120)
    phone = LineField(_("phone"), max_length=40)

    class Meta:
        verbose_name = _("emergency contact")

    def __str__(self):
        return self.name

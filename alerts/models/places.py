"""Where an alert holds."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from advisories.models import Area, Country, Post
from web.frozen import FrozenPart, FrozenPartQuerySet

# What lists and headlines tell of the place of an alert.
NAMES = [
    f"{path}{name}"
    for path in ("country__", "area__country__", "post__country__")
    for name in ("name", "slug", "time_zone")
]


class AlertPlaceQuerySet(FrozenPartQuerySet):
    def named(self):
        """In order, each with the names and zones of its place, and nothing else of it."""
        places = self.select_related("country", "area__country", "post__country").order_by("pk")
        return places.only("alert_id", "area__name", "post__name", "post__time_zone", *NAMES)


class AlertPlace(FrozenPart):
    """One country, area or post that an alert concerns."""

    WHOLE = "alert"
    NO_CHANGE = "The places of an alert that was sent do not change."

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="places")
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AlertPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(country__isnull=False, area=None, post=None)
                    | Q(country=None, area__isnull=False, post=None)
                    | Q(country=None, area=None, post__isnull=False)
                ),
                name="alert_place_is_one",
                violation_error_message=_("Choose one: a country, an area or a post."),
            ),
            models.UniqueConstraint(fields=["alert", "country"], name="alert_country_once"),
            models.UniqueConstraint(fields=["alert", "area"], name="alert_area_once"),
            models.UniqueConstraint(fields=["alert", "post"], name="alert_post_once"),
        ]

    def __str__(self):
        return str(self.place)

    @property
    def place(self):
        return self.country or self.area or self.post

    @property
    def in_country(self):
        return self.country or self.place.country

    @property
    def zone_name(self):
        return (self.post or self.in_country).time_zone

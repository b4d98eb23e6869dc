"""The lasting risk of a country: a number from 1 to 4 with its reasons and its history."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce, Lag
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from web.models import PublicFact, PublicFactQuerySet
from web.moments import Moment

from .assignments import desk_of
from .places import Area, Country


class Indicator(PublicFact):
    """A kind of risk behind a level, such as C for crime or T for terrorism."""

    code = models.CharField(_("letter"), max_length=1, unique=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("indicator")
        ordering = ["code"]

    def __str__(self):
        return self.name


class LevelChangeQuerySet(PublicFactQuerySet):
    def in_force(self, at=None):
        """Changes whose moment has come; the newest of a place is its level."""
        return self.filter(in_force_from__lte=(at or Moment.present()).now)

    def standing_at(self, moment):
        """The change of each country and of each area that held at a moment gone by."""
        part = Coalesce("area", 0)  # so that the whole country equals itself
        newest = (
            LevelChange.objects.in_force()
            .filter(in_force_from__lte=moment, country=models.OuterRef("country"))
            .alias(part=part)
            .filter(part=models.OuterRef("part"))
            .order_by("-in_force_from", "-pk")
        )
        return self.alias(part=part).filter(pk=models.Subquery(newest.values("pk")[:1]))

    def with_level_before(self):
        """Each change with `level_before`, the level that its place had until then."""
        before = models.Window(
            Lag("level"),
            partition_by=["country_id", "area_id"],
            order_by=["in_force_from", "pk"],
        )
        return self.annotate(level_before=before)

    def visible_to(self, user):
        """History that has come into force is everybody's; what is to come is the desk's."""
        return self.filter(
            models.Q(in_force_from__lte=timezone.now()) | desk_of(user).in_countries("country")
        )

    def editable_by(self, user):
        return self.filter(desk_of(user).in_countries("country"))


class LevelChange(PublicFact):
    """One step in the history of a level: it was set, or reviewed and kept."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="level_changes")
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="level_changes",
        help_text=_("Only for a level of one part; empty for the whole country."),
    )
    level = models.PositiveSmallIntegerField(
        _("level"), validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    reason = models.CharField(_("why, in one sentence"), max_length=300)
    indicators = models.ManyToManyField(Indicator, blank=True, verbose_name=_("indicators"))
    in_force_from = models.DateTimeField(_("in force from"), default=timezone.now)
    reviewed_on = models.DateField(_("last reviewed"), default=timezone.localdate)
    next_review_on = models.DateField(_("next review by"), null=True, blank=True)
    announced_at = models.DateTimeField(_("announced"), null=True, blank=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = LevelChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("level change")
        ordering = ["-in_force_from", "-pk"]
        indexes = [
            models.Index(fields=["country", "area", "-in_force_from", "-id"], name="level_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=4), name="level_is_1_to_4"
            ),
        ]

    @classmethod
    def next_change(cls):
        coming = cls.objects.filter(in_force_from__gt=timezone.now())
        return coming.aggregate(at=models.Min("in_force_from"))["at"]

    def __str__(self):
        return f"{self.area or self.country}: {self.level}"

    @property
    def before(self):
        """The change this one replaced, or None for the first."""
        older = self.country.level_changes.filter(
            area=self.area, in_force_from__lte=self.in_force_from
        )
        return older.exclude(pk=self.pk).first()

"""Where: regions, countries, parts of countries, embassies and consulates."""

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import check_time_zone
from advisories.importer.vocabulary import current_vocabulary
from web.links import link_to
from web.models import PublicFact, PublicFactQuerySet
from web.moments import Moment


class Region(PublicFact):
    """A group of countries, as a foreign ministry divides the world."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    aliases = models.JSONField(_("also called"), default=list, blank=True)

    class Meta:
        verbose_name = _("region")
        ordering = ["name"]

    def __str__(self):
        return self.name


class CountryQuerySet(PublicFactQuerySet):
    def with_level(self, at=None):
        """Each country with `level_change_id`: the newest change in force for the whole country."""
        from .levels import LevelChange

        newest = LevelChange.objects.in_force(at).filter(country=OuterRef("pk"), area=None)
        return self.annotate(level_change_id=Subquery(newest.values("pk")[:1]))

    def editable_by(self, user):
        from .assignments import desk_of

        return self.filter(desk_of(user).in_countries())

    def named(self, name):
        """The country of that name or alias, in any case; none if nobody is called so."""
        wanted = name.strip().casefold()
        for pk, official, aliases in self.values_list("pk", "name", "aliases"):
            if wanted in (alias.casefold() for alias in [official, *aliases]):
                return self.get(pk=pk)
        return None


class Country(PublicFact):
    """A country or territory that advice may be given on."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="countries")
    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    aliases = models.JSONField(_("also called"), default=list, blank=True)
    alpha2 = models.CharField(_("ISO code, two letters"), max_length=2, unique=True)
    alpha3 = models.CharField(_("ISO code, three letters"), max_length=3, unique=True)
    numeric = models.CharField(_("ISO number"), max_length=3, blank=True)  # Kosovo has none
    territory = models.BooleanField(_("territory of another country"), default=False)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[check_time_zone]
    )
    main_risks = models.TextField(
        _("main risks"), blank=True, help_text=_("At most six, the subject of each in bold first.")
    )
    second_person = models.BooleanField(_("approving needs a second person"), default=False)
    entry_rules = models.TextField(
        _("entry rules"),
        blank=True,
        help_text=_("Passport, visa, registration, customs: what a visitor has to have and to do."),
    )
    entry_as_of = models.DateField(_("entry rules as of"), null=True, blank=True)
    entry_source = models.CharField(
        _("source of the entry rules"),
        max_length=240,
        blank=True,
        help_text=_("Who says so: an authority, with the address of its page if it has one."),
    )

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(entry_rules="")
                | (models.Q(entry_as_of__isnull=False) & ~models.Q(entry_source="")),
                name="country_entry_rules_are_dated",
                violation_error_message=_("Say as of which day the entry rules hold, and by whom."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return link_to("country_detail", self.slug)

    @property
    def level_change(self):
        """The change that made the present level, or None where no level was ever set."""
        return self.level_changes.in_force().filter(area=None).first()


class Area(PublicFact):
    """A part of a country: a province, a border strip, a district of a city."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="areas")
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=120)

    class Meta:
        verbose_name = _("area")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("country", Lower("name"), name="area_name_once_per_country"),
            models.UniqueConstraint(fields=["country", "slug"], name="area_slug_once_per_country"),
        ]

    def __str__(self):
        return f"{self.name}, {self.country}"


class PostKind(models.TextChoices):
    EMBASSY = "embassy", _("Embassy")
    CONSULATE_GENERAL = "consulate_general", _("Consulate General")
    CONSULATE = "consulate", _("Consulate")
    MISSION = "mission", _("Mission")
    OFFICE = "office", _("Office")


def kind_name(kind):
    """A post's kind under the name that this council has for it."""
    return current_vocabulary().post_kind_name(kind) or PostKind(kind).label


def listed_now(at=None):
    return models.Q(listed_at__lte=(at or Moment.present()).now)


class PostQuerySet(PublicFactQuerySet):
    def listed(self, at=None):
        return self.filter(listed_now(at))

    def visible_to(self, user):
        """Readers see posts that a person listed; an import makes them unlisted."""
        from .assignments import desk_of

        return self.filter(listed_now() | desk_of(user).in_posts(post="pk"))

    def editable_by(self, user):
        from .assignments import desk_of

        return self.filter(desk_of(user).in_posts(post="pk"))


class Post(PublicFact):
    """An embassy or consulate."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="posts")
    kind = models.CharField(_("kind"), max_length=20, choices=PostKind)
    name = models.CharField(_("city"), max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    areas = models.ManyToManyField(Area, blank=True, related_name="posts", verbose_name=_("areas"))
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[check_time_zone]
    )
    address = models.TextField(_("address"), blank=True)
    hours = models.TextField(_("hours"), blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    listed_at = models.DateTimeField(_("listed"), null=True, blank=True, default=timezone.now)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("country", Lower("name"), name="post_name_once_per_country"),
        ]

    @classmethod
    def next_change(cls):
        coming = cls.objects.filter(listed_at__gt=timezone.now())
        return coming.aggregate(at=models.Min("listed_at"))["at"]

    def __str__(self):
        return self.name

    @property
    def full_name(self):
        """As on its door: "Consulate General Almaty"."""
        return f"{kind_name(self.kind)} {self.name}"

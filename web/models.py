"""What the site is called and looks like, and the version of everything public."""

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from .brand import brand_css, brand_icon, digest
from .statements import statement

COLOR = RegexValidator(r"^#[0-9a-f]{6}\Z", _("Write a color as # and six digits, like #134e5b."))


class ContentVersion(models.Model):
    """One row whose number rises with every write that a public page may show.

    Cached pages carry the number they were made from; a newer number makes them stale in
    the same transaction in which the content changed.
    """

    number = models.PositiveBigIntegerField(default=1)

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls):
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0

    @classmethod
    def bump(cls):
        """Make every cached page stale when the transaction at hand commits."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=1)


class PublicFactQuerySet(models.QuerySet):
    """A write by the dozen makes public pages stale like a single one does."""

    def update(self, **values):
        with transaction.atomic(using=self.db):
            changed = super().update(**values)
            ContentVersion.bump()
        return changed

    update.alters_data = True

    def delete(self):
        with transaction.atomic(using=self.db):
            deleted = super().delete()
            ContentVersion.bump()
        return deleted

    delete.alters_data = True

    def bulk_create(self, rows, *args, **options):
        with transaction.atomic(using=self.db):
            made = super().bulk_create(rows, *args, **options)
            ContentVersion.bump()
        return made


class PublicFact(models.Model):
    """A row that public pages may show: writing it bumps the content version with it."""

    objects = PublicFactQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def next_change(cls):
        """The next moment at which a row begins or ceases to hold by itself, or None."""

    def save(self, *args, **options):
        with transaction.atomic(using=options.get("using")):
            super().save(*args, **options)
            ContentVersion.bump()

    def delete(self, *args, **options):
        with transaction.atomic(using=options.get("using")):
            deleted = super().delete(*args, **options)
            ContentVersion.bump()
        return deleted


def default_level_names():
    return ["Normal precautions", "Increased caution", "Reconsider travel", "Do not travel"]


def default_rating_names():
    return ["Low", "Medium", "High", "Very high"]


class SiteSettings(PublicFact):
    """The one row of names, words and colors that make this site this council's."""

    name = models.CharField(_("site name"), max_length=60, default="Advisory Council")
    tagline = models.CharField(
        _("tagline"),
        max_length=140,
        default="Security advice for the places your people go",
    )
    introduction = models.CharField(
        _("introduction"),
        max_length=240,
        blank=True,
        default=(
            "Advisory levels, city reports and alerts, written by security professionals "
            "who work in each country."
        ),
    )
    publisher = models.CharField(
        _("who publishes this site"),
        max_length=240,
        default="Published by a council of member organizations.",
        help_text=_("First sentence at the foot of every page."),
    )
    postal_address = models.CharField(
        _("postal address"),
        max_length=240,
        blank=True,
        help_text=_("At the foot of every email; the law of many countries asks for it."),
    )
    emergency_line = models.CharField(
        _("emergency line"),
        max_length=120,
        blank=True,
        help_text=_("A number and what it is, shown on error pages when nothing else works."),
    )
    logo = models.BinaryField(_("logo"), null=True, editable=False)  # PNG, re-encoded
    brand = models.CharField(_("brand color"), max_length=7, default="#134e5b", validators=[COLOR])
    on_brand = models.CharField(
        _("text on it"), max_length=7, default="#ffffff", validators=[COLOR]
    )
    brand_dark = models.CharField(
        _("brand color, dark"), max_length=7, default="#7fc6d0", validators=[COLOR]
    )
    on_brand_dark = models.CharField(
        _("text on it, dark"), max_length=7, default="#0c1a1e", validators=[COLOR]
    )
    level_names = models.JSONField(_("level names"), default=default_level_names)
    rating_names = models.JSONField(_("rating names"), default=default_rating_names)
    council_word = models.CharField(_("word for a council"), max_length=40, default="council")
    councils_word = models.CharField(_("word for councils"), max_length=40, default="councils")
    post_word = models.CharField(_("word for a post"), max_length=40, default="post")
    posts_word = models.CharField(_("word for posts"), max_length=40, default="posts")
    second_person = models.BooleanField(
        _("sending an alert needs a second person"),
        default=False,
        help_text=_("In every country. A country can ask for it by itself, for its reports too."),
    )
    hidden_map_areas = models.JSONField(_("areas not drawn on the map"), default=list, blank=True)
    sample_content = models.BooleanField(
        _("holds sample content"), default=False, editable=False
    )  # set by load_sample, cleared by load_sample --remove
    sending_paused_at = models.DateTimeField(
        _("sending paused since"), null=True, blank=True, editable=False
    )  # account mail goes out all the same

    class Meta:
        verbose_name = verbose_name_plural = _("site settings")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="site_settings_one_row")
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **options):
        self.pk = 1
        super().save(*args, **options)

    # Kept by each process for the page that is shown when the database is away.
    last_emergency_line = ""

    @classmethod
    def load(cls):
        """The settings in force: the row, or the defaults where nobody saved one yet."""
        row = saved_settings.first() or cls(pk=1)
        SiteSettings.last_emergency_line = row.emergency_line
        return row

    @property
    def brand_hash(self):
        return digest(brand_css(self) + brand_icon(self))

    @property
    def logo_hash(self):
        return digest(bytes(self.logo or b""))

    def level_name(self, number):
        return self.level_names[number - 1]

    def rating_name(self, number):
        return self.rating_names[number - 1]


@statement()
def saved_settings(at):
    return SiteSettings.objects.filter(pk=1)

"""The sections of an edition: a heading, its text, and who looks after it until when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from web.frozen import FrozenPart, FrozenPartQuerySet

from .editions import Edition


class Rating(models.TextChoices):
    """The risk of one category; shown under the names from the site settings."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    CRITICAL = "critical", _("Critical")

    @property
    def number(self):
        """1 for LOW to 4 for CRITICAL."""
        return Rating.values.index(self.value) + 1


class Section(FrozenPart):
    """One heading with its text. The anchor stays the same across editions."""

    WHOLE = "edition"
    NO_CHANGE = "The sections of a published edition do not change."

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    depth = models.PositiveSmallIntegerField(default=1)  # 2 for a section under another
    key = models.SlugField(max_length=40, default="other")  # from the vocabulary
    anchor = models.SlugField(max_length=60)  # key, key-2, ...
    heading = models.CharField(_("heading"), max_length=200)
    body = models.TextField(_("text"), blank=True)  # clean HTML
    rating = models.CharField(_("rating"), max_length=8, choices=Rating, blank=True)
    rating_words = models.CharField(
        _("rating, as written"), max_length=120, blank=True, editable=False
    )  # kept where the words could not be mapped
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )  # of a draft: who sees to this section
    due_on = models.DateField(_("due"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)  # rises with every save

    objects = FrozenPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "anchor"], name="section_anchor_once"),
        ]

    def __str__(self):
        return self.heading

"""Reports, which come out in editions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from web.links import link_to
from web.models import PublicFact, PublicFactQuerySet

from .assignments import desk_of
from .editions import Edition
from .places import Country, Post
from .tlp import Tlp


class ReportQuerySet(PublicFactQuerySet):
    def visible_to(self, user):
        """Reports of which this person may read at least one edition."""
        return self.filter(pk__in=Edition.objects.visible_to(user).live().values("report"))

    def clear(self, at=None):
        """Reports with a public edition: all that public pages ever name."""
        return self.filter(pk__in=Edition.objects.live(at).clear().values("report"))

    def editable_by(self, user):
        """Those of one's places; what is AMBER throughout is its council's, name and all."""
        editions = Edition.objects.filter(report=models.OuterRef("pk"))
        named = models.Exists(editions.exclude(tlp=Tlp.AMBER)) | ~models.Exists(editions)
        mine = Q(pk__in=Edition.objects.editable_by(user).values("report"))
        return self.filter(desk_of(user).in_posts() & named | mine)


class Report(PublicFact):
    """A report that comes out in editions, on a country, a post, or a topic."""

    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="reports"
    )
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="reports")
    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(max_length=160, unique=True)
    # Of one that was read in: a person said that it is about no place, rather than of none known.
    on_topic = models.BooleanField(default=False, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        ordering = ["country__name", "title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return link_to("advisories:report_detail", self.slug)

    @property
    def place(self):
        return self.post or self.country

    @property
    def home(self):
        """The country of its place; None for a report on a topic."""
        return self.country or (self.post.country if self.post else None)

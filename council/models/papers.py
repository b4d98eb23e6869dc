"""Papers of a meeting: files that members read before they come."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisories.files import CONTENT_TYPES, Kind, random_key
from advisories.models import Tlp
from advisories.models.review import person
from advisories.models.tlp import readable
from advisories.storing import random_name
from web.lines import LineField
from web.links import link_to

from .meetings import Meeting

PAPERS = "papers"  # the folder of the private store


def random_place(_row=None, _name=""):
    return random_name(PAPERS)


class PaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Papers of visible meetings, up to their TLP; those of drafts for who convenes."""
        meetings = Meeting.objects.visible_to(user)
        shown = Q(meeting__in=meetings) & readable(user, council="meeting__council")
        return self.filter(shown | Q(meeting__in=Meeting.objects.editable_by(user)))


class Paper(models.Model):
    """One file of one meeting, with its own TLP."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="papers")
    name = LineField(_("name"), max_length=120)
    tlp = models.CharField(_("who may read it"), max_length=8, choices=Tlp, default=Tlp.AMBER)
    kind = models.CharField(max_length=4, choices=Kind)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to=random_place)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = person()

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        ordering = ["added_at", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return link_to("council:paper", self.key)

    @property
    def content_type(self):
        return CONTENT_TYPES[Kind(self.kind)]

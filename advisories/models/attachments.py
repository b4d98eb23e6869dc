"""Files that come with an edition: read by whoever may read the edition, and by nobody else."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from web.frozen import FrozenPart, FrozenPartQuerySet
from web.lines import LineField
from web.links import link_to

from ..files import CONTENT_TYPES, Kind, random_key, random_place
from .editions import Edition
from .review import person


class AttachmentQuerySet(FrozenPartQuerySet):
    def visible_to(self, user):
        return self.filter(edition__in=Edition.objects.visible_to(user))


class Attachment(FrozenPart):
    """One file. With its edition it is published, and from then on it stays."""

    WHOLE = "edition"
    NO_CHANGE = "The files of a published edition do not change."

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="attachments")
    name = LineField(_("name"), max_length=120)
    kind = models.CharField(max_length=4, choices=Kind)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to=random_place)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = person()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        ordering = ["added_at", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return link_to("advisories:attachment", self.key)

    @property
    def content_type(self):
        return CONTENT_TYPES[Kind(self.kind)]

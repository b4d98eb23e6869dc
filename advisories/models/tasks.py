"""What readers tell the editors about a report; nobody is asked who they are."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from web.lines import plain_line

from .editions import Edition
from .review import person

SHOWN = 80  # characters in a list


class EditorTaskQuerySet(models.QuerySet):
    def editable_by(self, user):
        return self.filter(edition__in=Edition.objects.editable_by(user))

    def open(self):
        return self.filter(done_at=None)


class EditorTask(models.Model):
    """Something in an edition that a reader found wrong or out of date."""

    form_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="tasks")
    message = models.TextField(_("what the reader says"), max_length=2000)
    came_at = models.DateTimeField(_("came"), default=timezone.now, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    done_by = person()

    objects = EditorTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("word from a reader")
        verbose_name_plural = _("words from readers")
        ordering = ["came_at", "pk"]

    def __str__(self):
        return f"{self.edition}: {self.start}"

    @property
    def start(self):
        """For a list: one line, without signs that would turn the row around."""
        line = plain_line(self.message).strip()
        return line if len(line) < SHOWN else f"{line[: SHOWN - 1]}…"

"""What happens to a draft on its way to the readers, each step as a time and a person."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an edition stands; read from its times, stored nowhere."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def person():
    """Whoever took a step; an erased person leaves the time alone."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )


class Reviewed(models.Model):
    """The steps between writing and publishing, and the reviews after it."""

    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = person()
    returned_at = models.DateTimeField(null=True, editable=False)  # changes were asked for
    returned_by = person()
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = person()
    taken_back_at = models.DateTimeField(null=True, editable=False)  # its scheduler lost the right
    reviewed_at = models.DateTimeField(null=True, editable=False)  # read again, nothing changed
    reviewed_by = person()

    class Meta:
        abstract = True

    @property
    def state(self):
        if self.withdrawn_at:
            return State.WITHDRAWN
        if self.published_at:
            return State.SCHEDULED if self.published_at > timezone.now() else State.PUBLISHED
        if self.approved_at:
            return State.APPROVED
        return State.REVIEW if self.submitted_at else State.DRAFT

"""What the desk says among itself about a draft. No reader ever meets a word of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .editions import Edition
from .review import person
from .sections import Section


class CommentQuerySet(models.QuerySet):
    def editable_by(self, user):
        return self.filter(edition__in=Edition.objects.editable_by(user))

    def unresolved(self):
        return self.filter(resolved_at=None)


class Comment(models.Model):
    """One remark on an edition or on one of its sections, open until somebody settles it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="comments")
    section = models.ForeignKey(
        Section, models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    body = models.TextField(_("comment"), max_length=2000)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    written_by = person()
    resolved_at = models.DateTimeField(null=True, editable=False)
    resolved_by = person()

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        ordering = ["written_at", "pk"]

    def __str__(self):
        return f"{self.written_by or '–'}, {self.written_at:%Y-%m-%d %H:%M}"

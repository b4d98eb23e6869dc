"""What a meeting said, agreed and asked somebody to do."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisories.models import Tlp
from advisories.models.tlp import readable
from web.lines import LineField

from .meetings import Meeting

BODY_LENGTH = 50_000


class MinutesQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__lte=timezone.now())

    def before(self, meeting):
        """Of earlier meetings of the same council, the latest first."""
        earlier = self.filter(
            meeting__council=meeting.council_id, meeting__starts_at__lt=meeting.starts_at
        )
        return earlier.select_related("meeting__council").order_by("-meeting__starts_at")

    def visible_to(self, user):
        """Published minutes of visible meetings, up to their TLP; drafts for who writes them."""
        meetings = Meeting.objects.visible_to(user)
        shown = Q(published_at__lte=timezone.now(), meeting__in=meetings) & readable(
            user, council="meeting__council"
        )
        return self.filter(shown | Q(meeting__in=Meeting.objects.editable_by(user)))


class Minutes(models.Model):
    """What was said and agreed at one meeting."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes")
    body = models.TextField(_("minutes"), max_length=BODY_LENGTH)  # as typed, see web.prose
    tlp = models.CharField(_("who may read it"), max_length=8, choices=Tlp, default=Tlp.AMBER)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)  # rises with every edit

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("minutes")

    def __str__(self):
        return f"{_('Minutes')}: {self.meeting}"


class ActionItemQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_at=None)

    def visible_to(self, user):
        return self.filter(meeting__in=Meeting.objects.visible_to(user))


class ActionItem(models.Model):
    """Something a meeting asked somebody to do."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="actions")
    title = LineField(_("action"), max_length=200)
    who = LineField(_("who"), max_length=120, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        ordering = [F("due_on").asc(nulls_last=True), "pk"]

    def __str__(self):
        return self.title

    @property
    def is_overdue(self):
        """Since midnight after that day, by the calendar of the council."""
        due_on = None if self.done_at else self.due_on
        return due_on is not None and due_on < self.meeting.council.today

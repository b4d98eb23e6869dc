"""Meetings and their agendas."""

import uuid
import zoneinfo
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisories.models import Role, Tlp
from advisories.models.assignments import reach_of
from web.lines import LineField
from web.links import link_to

from .councils import Council, convened_councils, open_councils


def convenable_by(user):
    convened = Q(council__in=convened_councils(user))
    if not reach_of(user, Role.MEMBERSHIP_OFFICER):
        return convened
    return convened | Q(council__in=Council.objects.editable_by(user)) & ~Q(tlp=Tlp.AMBER)


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Announced meetings of one's own councils, and drafts of those one convenes."""
        announced = Q(council__in=open_councils(user), announced_at__isnull=False)
        return self.filter(announced | convenable_by(user))

    def editable_by(self, user):
        """Meetings this person convenes. What is AMBER needs the council itself, as everywhere."""
        return self.filter(convenable_by(user))

    def of(self, council):
        return self.filter(council=council)

    def announced(self):
        return self.filter(announced_at__isnull=False)

    def taking_place(self):
        return self.filter(cancelled_at=None)

    def coming(self):
        return self.filter(ends_at__gte=timezone.now()).order_by("starts_at")

    def past(self):
        return self.filter(ends_at__lt=timezone.now()).order_by("-starts_at")


class Meeting(models.Model):
    """A council comes together: when, where, about what, and who comes."""

    form_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(
        Council, models.PROTECT, related_name="meetings", verbose_name=_("council")
    )
    title = LineField(_("title"), max_length=160)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = LineField(_("where"), max_length=240, blank=True)
    video_link = models.URLField(_("video link"), blank=True)
    getting_in = models.TextField(_("getting in"), max_length=2000, blank=True)
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    reply_by = models.DateField(_("reply by"), null=True, blank=True)
    tlp = models.CharField(_("who may read it"), max_length=8, choices=Tlp, default=Tlp.AMBER)
    sequence = models.PositiveIntegerField(default=0, editable=False)  # RFC 5545, 3.8.7.4
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)  # rises with every edit

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_start",
                violation_error_message=_("A meeting ends after it starts."),
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.council}"

    def get_absolute_url(self):
        return link_to("council:meeting_detail", self.council.slug, self.pk)

    @property
    def is_past(self):
        return self.ends_at < timezone.now()

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.council.time_zone)

    @property
    def takes_replies(self):
        """Until the end of the reply-by day where the council is, and never once it began."""
        now = timezone.now()
        last = self.reply_by is None or timezone.localdate(now, self.zone) <= self.reply_by
        return bool(self.announced_at and not self.cancelled_at and now < self.starts_at and last)

    @property
    def shows_place_outside(self):
        """True if the place and the link may leave the site, as in a calendar file."""
        return self.tlp != Tlp.AMBER

    @property
    def minutes_due_on(self):
        """Ten working days after the meeting."""
        return timezone.localdate(self.ends_at, self.zone) + timedelta(days=14)


class AgendaItem(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(default=0)
    title = LineField(_("item"), max_length=200)
    leader = LineField(_("who leads it"), max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=15)

    class Meta:
        verbose_name = _("agenda item")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title

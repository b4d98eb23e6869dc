"""Who comes to a meeting."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .meetings import Meeting


class RsvpAnswer(models.TextChoices):
    IN_PERSON = "in_person", _("Yes, in person")
    ONLINE = "online", _("Yes, online")
    NO = "no", _("No")


class RsvpQuerySet(models.QuerySet):
    def seated(self):
        return self.filter(answer=RsvpAnswer.IN_PERSON, waiting=False)

    def waiting(self):
        """Those who wait for a seat, the longest first."""
        return self.filter(waiting=True).order_by("answered_at", "pk")

    def seats_taken(self):
        return self.seated().aggregate(taken=Sum("seats"))["taken"] or 0


class Rsvp(models.Model):
    """One person's answer to one meeting. In person beyond the seats means waiting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="rsvps")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="rsvps")
    answer = models.CharField(max_length=10, choices=RsvpAnswer)
    guests = models.TextField(_("guests you bring"), max_length=1000, blank=True)
    seats = models.PositiveSmallIntegerField(default=1)  # this person and the guests
    waiting = models.BooleanField(default=False)
    answered_at = models.DateTimeField(default=timezone.now)  # decides the order of waiting
    moved_up_at = models.DateTimeField(null=True, blank=True)  # from the waiting list to a seat

    objects = RsvpQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="rsvp_once"),
            models.CheckConstraint(
                condition=Q(waiting=False) | Q(answer="in_person"), name="rsvp_waiting_is_in_person"
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_answer_display()}"

"""Who takes part when sending is drilled: a list of its own, so that no drill reaches readers."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisories.models import Assignment, Post, Role
from advisories.models.assignments import reach_of
from council.models import Council, Member


class ExerciseParticipantQuerySet(models.QuerySet):
    def active(self):
        """Who still takes part: a member of that council, or on the staff."""
        person = {"user": OuterRef("user")}
        members = Member.objects.active().filter(membership__council=OuterRef("council"), **person)
        staff = Assignment.objects.active().filter(**person)
        return self.filter(Exists(members) | Exists(staff), ended_at=None)

    def editable_by(self, user):
        """The lists of the places where this person sends alerts."""
        reach = reach_of(user, Role.SENDER)
        councils = Q(council__country__in=reach.countries) | Q(council__post__in=reach.posts)
        posts = reach.in_posts(country="post__country")
        return self if reach.everywhere else self.filter(councils | posts | reach.in_councils())


class ExerciseParticipant(models.Model):
    """One person who gets exercise alerts of a council or a post."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="exercises",
        verbose_name=_("person"),
    )
    council = models.ForeignKey(
        Council,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="exercise_participants",
        verbose_name=_("council"),
    )
    post = models.ForeignKey(
        Post,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="exercise_participants",
        verbose_name=_("post"),
    )
    added_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    objects = ExerciseParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("exercise participant")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(council__isnull=False, post=None) | Q(council=None, post__isnull=False),
                name="participant_has_one_list",
                violation_error_message=_("Choose one: a council or a post."),
            ),
            models.UniqueConstraint(fields=["user", "council"], name="participant_council_once"),
            models.UniqueConstraint(fields=["user", "post"], name="participant_post_once"),
        ]

    def __str__(self):
        return f"{self.user}: {self.place}"

    @property
    def place(self):
        return self.council or self.post

"""One thing told to an audience, and each person's copy of it on its way."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisories.models import Edition, LevelChange
from council.models import Application, Meeting, Membership, Minutes
from travelers.models import Trip

from .alerts import Alert
from .choices import Subscription
from .exercises import ExerciseParticipant
from .grades import Grade
from .references import ORIGINS, origin, origin_index, reference


class Lane(models.IntegerChoices):
    """Which mail goes first. A slower lane never delays a faster one."""

    ACCOUNT = 0, _("Account")
    EMERGENCY = 1, _("Emergency")
    WARNING = 2, _("Warning")
    NOTICE = 3, _("Notice")
    DIGEST = 4, _("Digest")


class NoticeKind(models.TextChoices):
    ALERT = "alert", _("Alert")
    RETRACTION = "retraction", _("Alert sent by mistake")
    EDITION = "edition", _("New edition")
    LEVEL = "level", _("Level change")
    MEETING = "meeting", _("Meeting announced")
    MEETING_CHANGED = "meeting_changed", _("Meeting changed")
    MEETING_CANCELLED = "meeting_cancelled", _("Meeting cancelled")
    MINUTES = "minutes", _("Minutes")
    APPLICATION = "application", _("Application decided")
    DIGEST = "digest", _("Digest")


FACTS = ("alert", "edition", "level_change", "meeting", "minutes", "application")


def exactly_one_fact():
    """The condition that a notice points at one fact and no other."""
    condition = Q()
    for fact in FACTS:
        condition |= Q(**{f"{other}__isnull": other != fact for other in FACTS})
    return condition & Q(period=None)


def is_digest():
    """A digest points at no fact: what it holds differs from person to person."""
    return Q(period__isnull=False, **{f"{fact}__isnull": True for fact in FACTS})


class NoticeQuerySet(models.QuerySet):
    def held(self):
        """Those whose mail a sender paused."""
        return self.filter(paused_at__isnull=False).order_by()


class Notice(models.Model):
    """One thing told to an audience. It points at exactly one fact and is worded once.

    A digest has a moment instead, 08:00 of the people whose turn it is, and no words of its own.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # in its Message-IDs
    kind = models.CharField(max_length=20, choices=NoticeKind)
    alert = models.ForeignKey(Alert, models.CASCADE, null=True, related_name="notices")
    edition = models.ForeignKey(Edition, models.CASCADE, null=True, related_name="notices")
    level_change = models.ForeignKey(LevelChange, models.CASCADE, null=True, related_name="notices")
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, related_name="notices")
    minutes = models.ForeignKey(Minutes, models.CASCADE, null=True, related_name="notices")
    application = models.ForeignKey(Application, models.CASCADE, null=True, related_name="notices")
    period = models.DateTimeField(null=True)  # of a digest: the 08:00 that it is for
    occasion = models.PositiveIntegerField(default=0)  # a meeting's SEQUENCE; 0 for the rest
    lane = models.PositiveSmallIntegerField(choices=Lane)
    subject = models.CharField(max_length=200)
    text = models.TextField()  # with slots for what is personal, see alerts.slots
    html = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()  # not sent after this moment
    fanned_out_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=160, blank=True)  # who queues its people
    lease_until = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)  # nothing of it is claimed meanwhile
    cancelled_at = models.DateTimeField(null=True)  # what was left is not sent any more

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one_fact() | is_digest(), name="notice_has_one_fact"
            ),
            models.UniqueConstraint(
                fields=["kind", "period"],
                condition=Q(period__isnull=False),
                name="notice_digest_once",
            ),
            *[
                models.UniqueConstraint(
                    fields=[fact, "kind", "occasion"],
                    condition=Q(**{f"{fact}__isnull": False}),
                    name=f"notice_{fact}_once",
                )
                for fact in FACTS
            ],
        ]
        indexes = [
            models.Index(
                fields=["lane", "id"], condition=Q(fanned_out_at=None), name="notice_waiting"
            ),
            models.Index(
                fields=["paused_at"], condition=Q(paused_at__isnull=False), name="notice_paused"
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def is_emergency(self):
        """Who stops such mail by one click stops emergencies, too."""
        if self.kind == NoticeKind.RETRACTION and self.alert.grade != Grade.EMERGENCY:
            return False  # it only goes out as fast as one
        return self.lane == Lane.EMERGENCY


CANCELLED = "Not sent: the rest was cancelled."  # the reply of a row that a sender cut off


class State(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being handed over")
    SENT = "sent", _("Handed over")
    FAILED = "failed", _("Failed")
    SKIPPED = "skipped", _("Not sent")  # no longer wanted when its turn came


class Reason(models.TextChoices):
    """Why somebody hears of something; the first one that fits is the one the mail names."""

    TRIP = "trip", _("A trip there")
    MEMBER = "member", _("Member of a council there")
    SUBSCRIBED = "subscribed", _("Follows the place")
    APPLICANT = "applicant", _("Asked to join")
    EXERCISE = "exercise", _("Takes part in exercises")


class Rank(models.IntegerChoices):
    """Who is handed over first within a notice: with a slow relay this order saves people."""

    THERE_NOW = 0, _("There now")
    ARRIVING = 1, _("Arriving soon")
    MEMBER = 2, _("Member")
    SUBSCRIBER = 3, _("Follower")


class Job(models.Model):
    """A row that is the queue, the progress bar and the proof of one message."""

    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=160, blank=True)  # who holds it while SENDING
    lease_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    reply = models.CharField(max_length=250, blank=True)  # of the mail server, address masked

    class Meta:
        abstract = True


def keep_proof(collector, field, rows, using):
    """When a person is erased: what was settled stays as proof without them, the rest goes."""
    waiting = [State.QUEUED, State.SENDING]
    models.CASCADE(collector, field, rows.filter(state__in=waiting), using)
    models.SET_NULL(collector, field, rows.exclude(state__in=waiting), using)


class Delivery(Job):
    """One notice to one person; unique in the database, so nobody is told twice."""

    # The index of the notice is the unique one below.
    notice = reference(Notice, models.CASCADE, related_name="deliveries", db_index=False)
    user = reference(
        settings.AUTH_USER_MODEL, keep_proof, null=True, related_name="deliveries"
    )  # null: settled, and the person is erased
    lane = models.PositiveSmallIntegerField(choices=Lane)  # the notice's, beside what it sorts
    rank = models.PositiveSmallIntegerField(choices=Rank)
    reason = models.CharField(max_length=10, choices=Reason)
    subscription = origin(Subscription)
    trip = origin(Trip)
    membership = origin(Membership)
    participant = origin(ExerciseParticipant)
    # Taken by the mail server, it seems, once when no reply came: this person may have got it.
    in_doubt = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["notice", "user"], name="delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["lane", "rank", "due_at", "id"],  # the order of claiming
                condition=Q(state="queued"),
                name="delivery_due",
            ),
            models.Index(
                fields=["lease_until"], condition=Q(state="sending"), name="delivery_leased"
            ),
            *[origin_index(name) for name in ORIGINS],
        ]

    def __str__(self):
        return f"{self.notice_id} to {self.user_id}: {self.state}"

    @property
    def ends_at(self):
        """Not tried again from then on."""
        return self.notice.expires_at

    @property
    def stops_emergencies(self):
        return self.notice.is_emergency


class Letter(Job):
    """Mail to one address that is not a notice: codes, vouchers. Its body is wiped when settled."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # in its Message-ID
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("letter")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="letter_due"),
            models.Index(
                fields=["lease_until"], condition=Q(state="sending"), name="letter_leased"
            ),
        ]

    def __str__(self):
        return f"{self.subject}: {self.state}"

    @property
    def ends_at(self):
        return self.expires_at

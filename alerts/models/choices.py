"""What people decided about their mail: follow, mute, stop; and addresses that refuse it."""

import base64
import hashlib
import os
import re
import secrets
import time
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisories.models import Country, Post
from council.models import Membership
from travelers.models import Trip

from .exercises import ExerciseParticipant
from .grades import Grade
from .references import ORIGINS, origin, origin_index, reference


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Never")


LONGEST_HELD = timedelta(days=14)  # older news is not told by a digest any more
DIGESTS = (Frequency.DAILY, Frequency.WEEKLY)


class SubscriptionQuerySet(models.QuerySet):
    def active(self):
        return self.filter(ended_at=None)

    def by_digest(self):
        """Those whose alerts wait for a daily or weekly mail."""
        return self.filter(frequency__in=DIGESTS)

    def note_new_mornings(self):
        """Their people live by another clock from now on."""
        return self.active().filter(held_from__isnull=False).update(turned_at=timezone.now())


class Subscription(models.Model):
    """A person follows a country, a post, one section of reports, or everything."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="subscriptions")
    country = models.ForeignKey(
        Country, models.CASCADE, null=True, blank=True, related_name="subscriptions"
    )
    post = models.ForeignKey(
        Post, models.CASCADE, null=True, blank=True, related_name="subscriptions"
    )
    everything = models.BooleanField(default=False)
    # Not indexed: nearly all are empty, and SQLite would go through all of them by such an index.
    section_key = models.SlugField(max_length=40, blank=True, db_index=False)
    lowest_grade = models.PositiveSmallIntegerField(
        _("lowest grade"), choices=Grade, default=Grade.NOTICE
    )
    new_reports = models.BooleanField(_("new reports"), default=True)
    frequency = models.CharField(
        _("how often"), max_length=8, choices=Frequency, default=Frequency.AT_ONCE
    )
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    # What it hears is held for a digest: since when, and until when once it comes at once again.
    held_from = models.DateTimeField(null=True, blank=True, editable=False)
    held_until = models.DateTimeField(null=True, blank=True, editable=False)
    # When the mornings of its digests last changed: the next one looks further back.
    turned_at = models.DateTimeField(null=True, blank=True, editable=False)
    mailbox = models.ForeignKey(
        "alerts.SharedMailbox",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="subscriptions",
    )  # an organization's, if it follows for one

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(everything=True, country=None, post=None)
                    | Q(everything=False, country__isnull=False, post=None)
                    | Q(everything=False, country=None, post__isnull=False)
                ),
                name="subscription_has_one_place",
            ),
            models.UniqueConstraint(
                fields=["user", "country", "section_key"],
                condition=Q(ended_at=None, country__isnull=False),
                name="subscription_country_once",
            ),
            models.UniqueConstraint(
                fields=["user", "post", "section_key"],
                condition=Q(ended_at=None, post__isnull=False),
                name="subscription_post_once",
            ),
            models.UniqueConstraint(
                fields=["user", "section_key"],
                condition=Q(ended_at=None, everything=True),
                name="subscription_everything_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["country", "user"],
                condition=Q(ended_at=None),
                name="subscribers_of_country",
            ),
            models.Index(
                fields=["post", "user"], condition=Q(ended_at=None), name="subscribers_of_post"
            ),
            models.Index(
                fields=["frequency", "user"],
                condition=Q(ended_at=None, held_from__isnull=False),
                name="subscribers_by_digest",
            ),
        ]

    def __str__(self):
        return str(self.post or self.country or _("All countries"))

    def save(self, *args, **options):
        if self.frequency in DIGESTS and self.held_from is None:
            self.held_from = self.started_at
        super().save(*args, **options)

    def turn_to(self, frequency):
        """Change how often mail comes, so that nothing gets lost and nothing comes twice.

        What a digest holds already is told by the next one, whatever comes at once since.
        """
        now, was_held = timezone.now(), self.held_from and not self.held_until
        if frequency in DIGESTS:
            recent = self.held_until is None or now - self.held_until < LONGEST_HELD
            self.held_from = self.held_from if self.held_from and recent else now
            self.held_until = None
        elif frequency == Frequency.NEVER:
            self.held_from = self.held_until = None
        elif was_held:
            self.held_until = now
        if frequency != self.frequency:
            self.turned_at = now
        self.frequency = frequency


class MuteQuerySet(models.QuerySet):
    def active(self):
        return self.filter(ended_at=None)


class Mute(models.Model):
    """Stops mail that comes from a trip or a membership, and leaves trip and membership alone.

    Emergencies come all the same unless `emergencies` is set: the click was in an emergency
    mail, or the person ticked it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mutes")
    trip = models.ForeignKey(Trip, models.CASCADE, null=True, blank=True, related_name="mutes")
    membership = models.ForeignKey(
        Membership, models.CASCADE, null=True, blank=True, related_name="mutes"
    )
    emergencies = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MuteQuerySet.as_manager()

    class Meta:
        verbose_name = _("mute")
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(trip__isnull=False, membership=None) | Q(trip=None, membership__isnull=False)
                ),
                name="mute_has_one_source",
            ),
            models.UniqueConstraint(
                fields=["user", "trip"],
                condition=Q(ended_at=None, trip__isnull=False),
                name="mute_trip_once",
            ),
            models.UniqueConstraint(
                fields=["user", "membership"],
                condition=Q(ended_at=None, membership__isnull=False),
                name="mute_membership_once",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.trip or self.membership}"


class SuppressionQuerySet(models.QuerySet):
    def active(self):
        return self.filter(lifted_at=None)


class Suppression(models.Model):
    """An address that refuses mail. Kept as a keyed hash, so it outlives an erased person."""

    address_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="suppressions"
    )
    reason = models.CharField(_("reason"), max_length=200)
    suppressed_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        indexes = [models.Index(fields=["-suppressed_at", "-id"], name="suppressions_newest")]

    def __str__(self):
        return self.reason


class LinkTokenQuerySet(models.QuerySet):
    def matching(self, token):
        """The token row that a link in a mail names; none for a wrong one."""
        return self.filter(digest=digest_of(token))


MOMENT, RANDOM = 8, 22  # letters and digits of a token of list mail
MAILED = re.compile(rf"[0-9a-f]{{{MOMENT}}}[\w-]{{{RANDOM}}}", re.ASCII)


def digest_of(token):
    """What is stored of a token: its SHA-256.

    That of a token of list mail begins, like the token, with the second it was made in. So the
    keys of a batch stand side by side in the index; strewn over it they cost a page a mail.
    """
    if MAILED.fullmatch(token):
        return digest_by_moment(token)
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def digest_by_moment(token):
    """The same for what is known to be a token of list mail."""
    return token[:MOMENT] + hashlib.sha256(token.encode()).hexdigest()[MOMENT:]


def tokens_for_mail(number):
    """So many tokens, each the moment and 132 random bits."""
    moment, whole = f"{int(time.time()):0{MOMENT}x}", RANDOM + 2  # base64 of 18 bytes
    letters = base64.urlsafe_b64encode(os.urandom(18 * number)).decode()
    return [moment + letters[at : at + RANDOM] for at in range(0, whole * number, whole)]


class LinkToken(models.Model):
    """What a link in a list mail opens: one person's email choices, and the stop for its reason.

    Random and independent of SECRET_KEY; only its hash is stored, for at least two years.
    """

    digest = models.CharField(max_length=64)
    # One is made for each mail, so keys are not checked row by row; see references.
    user = reference(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    subscription = origin(Subscription, models.CASCADE)
    trip = origin(Trip)
    membership = origin(Membership)
    participant = origin(ExerciseParticipant)
    emergency = models.BooleanField(default=False)  # the mail it stood in was an emergency's
    from_digest = models.BooleanField(default=False)  # it stops what comes by digest
    used_at = models.DateTimeField(null=True)  # when it ended that
    made_at = models.DateTimeField(default=timezone.now)

    objects = LinkTokenQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="link_token_once")]
        indexes = [origin_index(name, "link_token_of") for name in ORIGINS]

    def __str__(self):
        return f"{self.user_id}, {self.made_at:%Y-%m-%d}"

    @staticmethod
    def fresh():
        """128 random bits, and their digest."""
        token = secrets.token_urlsafe(16)
        return token, digest_of(token)

"""Somebody who is not signed in asks for mail; whoever owns the address says yes by a link."""

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone

from accounts.models import check_time_zone
from advisories.models import Country, Post

from .choices import Frequency, LinkToken, digest_of
from .grades import Grade
from .mailboxes import SharedMailbox


class SubscriptionRequest(models.Model):
    """What an address would follow, once its owner confirms. Forgotten after a week."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(max_length=170)  # "country:kazakhstan", "post:almaty", "everything"
    section_key = models.SlugField(max_length=40, blank=True)
    lowest_grade = models.PositiveSmallIntegerField(choices=Grade, default=Grade.NOTICE)
    new_reports = models.BooleanField(default=True)
    frequency = models.CharField(max_length=8, choices=Frequency, default=Frequency.AT_ONCE)
    time_zone = models.CharField(max_length=60, blank=True, validators=[check_time_zone])
    asked_at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "place", "section_key"], name="subscription_request_once"
            ),
        ]

    def __str__(self):
        return self.place

    @property
    def where(self):
        """The country or post; None for everything."""
        return place_of(self.place)

    @property
    def has_place(self):
        """False once the place is gone, or has another address."""
        try:
            place_of(self.place)
        except ObjectDoesNotExist:
            return False
        return True


def place_of(code):
    """The country or post that a code such as "post:almaty" names; None for "everything"."""
    kind, _colon, slug = code.partition(":")
    model = {"country": Country, "post": Post}.get(kind)
    return model and model.objects.get(slug=slug)


class ConfirmTokenQuerySet(models.QuerySet):
    def matching(self, token):
        return self.filter(digest=digest_of(token))


class ConfirmToken(models.Model):
    """A link that proves an address: for a request, or for an organization's shared mailbox."""

    digest = models.CharField(max_length=64, unique=True)
    request = models.ForeignKey(SubscriptionRequest, models.CASCADE, null=True, related_name="+")
    mailbox = models.ForeignKey(SharedMailbox, models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = ConfirmTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(request=None, mailbox__isnull=False)
                | models.Q(request__isnull=False, mailbox=None),
                name="confirm_token_has_one_purpose",
            ),
        ]

    def __str__(self):
        return f"{self.made_at:%Y-%m-%d}"

    @classmethod
    def make(cls, **purpose):
        """A new one; returns the token itself, of which only the hash is kept."""
        token, digest = LinkToken.fresh()
        cls.objects.create(digest=digest, **purpose)
        return token

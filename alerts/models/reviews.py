"""The second person: somebody else than its writer reads an alert before it is sent."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEvent
from advisories.models import Country
from web.models import SiteSettings

from .alerts import CONTENT, Alert

# Where the alert will stand is known only when it is sent; all else is what somebody approved.
READ = sorted(CONTENT - {"year", "slug", "place_count", "council", "refers_to"})
WRITING = ["add_alert", "change_alert"]


def digest_of(alert):
    """Stands for the words and places of an alert: any change to them makes another."""
    facts = [str(getattr(alert, name)) for name in READ]
    places = alert.places.order_by().values_list("country", "area", "post")
    facts.append(sorted(map(str, places)))
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def needs_second_person(alert):
    """Where the site asks for it, or one of the alert's countries; everywhere is all of them."""
    if SiteSettings.load().second_person:
        return True
    strict = Country.objects.filter(second_person=True)
    if alert.everywhere:
        return strict.exists()
    countries = {row.in_country.pk for row in alert.places.all()}
    return strict.filter(pk__in=countries).exists()


def wrote(alert, person):
    """True if this person began the alert or changed anything in it."""
    deeds = AuditEvent.objects.filter(object_type=alert._meta.label_lower, object_id=alert.pk)
    return (
        alert.started_by_id == person.pk
        or deeds.filter(actor_id=person.pk, deed__in=WRITING).exists()
    )


class AlertReviewQuerySet(models.QuerySet):
    def open(self):
        return self.filter(decided_at=None)

    def decided(self):
        return self.filter(decided_at__isnull=False).order_by("-decided_at")


class AlertReview(models.Model):
    """Somebody asked for a second pair of eyes; the answer, and to which words it was given."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="reviews")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    approved = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of what was approved

    objects = AlertReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of an alert")
        constraints = [
            models.UniqueConstraint(
                fields=["alert"], condition=Q(decided_at=None), name="alert_review_one_open"
            ),
            models.CheckConstraint(
                condition=Q(asked_by=None) | Q(decided_by=None) | ~Q(asked_by=F("decided_by")),
                name="alert_review_by_another",
            ),
        ]

    def __str__(self):
        return f"{self.alert}: {self.asked_at:%Y-%m-%d %H:%M}"


def review_of(alert):
    """(the newest review or None, True if it approves exactly what the alert says now)."""
    latest = alert.reviews.select_related("asked_by", "decided_by").order_by("-pk").first()
    return latest, bool(latest and latest.approved and latest.digest == digest_of(alert))

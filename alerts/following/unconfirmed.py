"""What was asked for and never confirmed is forgotten after a week, the address with it."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.audit import record
from alerts.models import SharedMailbox, SubscriptionRequest

from .asking import LIFE

AT_A_TIME = 500
NOTHING = ["memberships", "trips", "applications", "assignments", "subscriptions"]


def forget_unconfirmed():
    before = timezone.now() - LIFE
    SubscriptionRequest.objects.filter(asked_at__lt=before).delete()
    SharedMailbox.objects.filter(confirmed_at=None, asked_at__lt=before).delete()
    for person in nobody_came(before)[:AT_A_TIME]:
        with transaction.atomic():
            record("forget_unconfirmed", person, by=None)
            person.delete()


def nobody_came(before):
    """People who were only ever an address: never confirmed, never here, with nothing to them."""
    people = get_user_model().objects.filter(
        email_confirmed_at=None,
        date_joined__lt=before,
        last_login=None,
        is_staff=False,
        is_superuser=False,
        **dict.fromkeys(NOTHING),
    )
    for waiting in (SubscriptionRequest, SharedMailbox):
        people = people.exclude(Exists(waiting.objects.filter(user=OuterRef("pk"))))
    return people.order_by("pk")

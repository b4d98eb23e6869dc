"""A small mail to ourselves every few hours: if it does not arrive, nobody's mail may."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from alerts.models import Canary, Letter

LIFE = timedelta(hours=1)
TEXT = "This mail shows that mail from this site arrives. A program reads it; nobody needs to."


def send_canaries():
    """A mail to each canary that is due; how many that were."""
    if not (settings.BOUNCE_MAILBOX and settings.CANARY_HOURS):
        return 0
    Canary.objects.get_or_create(council=None)
    return sum(send_canary(canary) for canary in Canary.objects.due())


@transaction.atomic
def send_canary(canary):
    """Once, even if two workers find it due."""
    now, key = timezone.now(), uuid.uuid4()
    mine = Canary.objects.due().filter(pk=canary.pk)
    since = Coalesce("waiting_since", now)
    if not mine.update(key=key, sent_at=now, waiting_since=since):
        return 0
    Letter.objects.create(
        address=canary.address or f"bounce@{settings.MAIL_DOMAIN}",
        subject=f"canary-{canary.pk}-{key.hex}",
        text=TEXT,
        expires_at=now + LIFE,
    )
    return 1


def missing_canaries():
    """Those whose mail did not arrive in time; none where there is no mailbox to arrive in."""
    if not (settings.BOUNCE_MAILBOX and settings.CANARY_HOURS):
        return Canary.objects.none()
    return Canary.objects.missing().select_related("council")

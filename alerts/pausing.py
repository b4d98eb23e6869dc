"""Sending paused: by a person, or because the mail server refuses whatever we send."""

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from web.models import SiteSettings

from .models import Delivery, Notice, State
from .repeated import Repeated


def is_paused():
    return bool(PAUSED.rows())


PAUSED = Repeated(
    lambda: SiteSettings.objects.filter(pk=1, sending_paused_at__isnull=False).values_list("pk")
)


@transaction.atomic
def pause_sending(*, by=None):
    """Hold everything but account mail; `by` is nobody when the worker itself gives up."""
    site, _made = SiteSettings.objects.select_for_update().get_or_create(pk=1)
    if site.sending_paused_at is None:
        site.sending_paused_at = timezone.now()
        site.save(update_fields=["sending_paused_at"])
        record("pause_sending", site, by=by)


@transaction.atomic
def resume_sending(*, by):
    """Go on where it stopped; what waited for its next try is tried now."""
    site = SiteSettings.objects.select_for_update().filter(pk=1).first()
    if site and site.sending_paused_at:
        site.sending_paused_at = None
        site.save(update_fields=["sending_paused_at"])
        late = Delivery.objects.filter(state=State.QUEUED, due_at__gt=timezone.now())
        late.update(due_at=timezone.now())
        record("resume_sending", site, by=by)


def why_paused():
    """The mail server's words if it refused us; empty if a person paused."""
    refused = Delivery.objects.filter(state=State.QUEUED, reply__startswith="5")
    return refused.order_by("-attempts").values_list("reply", flat=True).first() or ""


def not_held(deliveries):
    """Without the mail of alerts that a sender holds; mostly there are none."""
    held = held_notices()
    return deliveries.exclude(notice__in=held) if held else deliveries


def held_notices():
    """The keys of those whose mail a sender holds."""
    return [key for (key,) in HELD.rows()]


HELD = Repeated(lambda: Notice.objects.held().values_list("pk"))

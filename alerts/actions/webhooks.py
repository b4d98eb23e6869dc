"""Deeds about webhooks: begun, given a new secret, switched on again."""

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from alerts.models import State, WebhookDelivery
from alerts.webhooks import signing


@transaction.atomic
def save_webhook(endpoint, *, by, countries=None):
    """Store it; the secret that a new one gets, to be shown this once, else None."""
    secret = None
    if endpoint.pk is None:
        secret = signing.fresh_secret()
        endpoint.sealed_secret = signing.seal(secret)
    endpoint.save()
    if countries is not None:
        endpoint.countries.set(countries)
    record("save_webhook", endpoint, by=by)
    return secret


@transaction.atomic
def renew_secret(endpoint, *, by):
    """Another secret, shown this once; the former one signs nothing any more."""
    secret = signing.fresh_secret()
    endpoint.sealed_secret = signing.seal(secret)
    endpoint.save(update_fields=["sealed_secret"])
    record("renew_webhook_secret", endpoint, by=by)
    return secret


@transaction.atomic
def switch_on(endpoint, *, by):
    """Send again, and at once what still waits."""
    endpoint.failing_since = endpoint.disabled_at = None
    endpoint.save(update_fields=["failing_since", "disabled_at"])
    waiting = WebhookDelivery.objects.filter(endpoint=endpoint, state=State.QUEUED)
    waiting.update(due_at=timezone.now())
    record("switch_on_webhook", endpoint, by=by)


@transaction.atomic
def switch_off(endpoint, *, by):
    if endpoint.disabled_at is None:
        endpoint.disabled_at = timezone.now()
        endpoint.save(update_fields=["disabled_at"])
        record("switch_off_webhook", endpoint, by=by)


@transaction.atomic
def delete_webhook(endpoint, *, by):
    """Nothing is told to it any more, and what was told is forgotten."""
    record("delete_webhook", endpoint, by=by)
    endpoint.delete()

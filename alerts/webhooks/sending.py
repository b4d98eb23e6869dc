"""Tells endpoints of events, tries again with growing waits, and gives up after days."""

import json
import logging
from datetime import timedelta

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db.models import F
from django.utils import timezone

from accounts.audit import record
from alerts.backoff import backoff
from alerts.models import State, WebhookDelivery, WebhookEndpoint
from alerts.pausing import is_paused
from web import fetching

from .content import body_of
from .hearing import due, queue_webhooks, still_hears
from .signing import headers

logger = logging.getLogger(__name__)
AT_ONCE = 20
LEASE = timedelta(seconds=60)  # nobody else tries it meanwhile
FIRST_WAIT, LONGEST_WAIT = 30, 6 * 3600  # seconds
GIVEN_UP = timedelta(days=3)  # an event
SWITCHED_OFF = timedelta(days=5)  # an endpoint that took nothing
NOT_WANTED = "not sent: no longer allowed"
UNREADABLE = "not sent: its secret was sealed with a key that is gone; make a new one"
NOT_HERE = "not sent: this is no production site"


def send_webhooks():
    """Queue what is new, try what is due; how many tries that were."""
    queue_webhooks()
    if is_paused():
        return 0
    # Those that answered last time go first: the others may take five seconds each.
    healthy_first = F("endpoint__failing_since").asc(nulls_first=True)
    keys = list(
        due().order_by(healthy_first, "due_at", "pk").values_list("pk", flat=True)[:AT_ONCE]
    )
    return sum(send(row) for row in map(claimed, keys) if row)


def claimed(key):
    """The row, for this worker alone until the lease is over; None if somebody was faster."""
    if not due().filter(pk=key).update(due_at=timezone.now() + LEASE):
        return None
    related = ["endpoint__membership__council", "endpoint__answered_by__user", "alert__refers_to"]
    return WebhookDelivery.objects.select_related(*related).get(pk=key)


def send(delivery):
    if not still_hears(delivery):
        settle(delivery, State.SKIPPED, NOT_WANTED)
    elif not settings.PRODUCTION:
        settle(delivery, State.SKIPPED, NOT_HERE)
    else:
        attempt(delivery)
    return 1


def attempt(delivery):
    delivery.attempts += 1
    body = json.dumps(body_of(delivery)).encode()
    try:
        signed = headers(delivery.endpoint, delivery, body, timezone.now())
        status = fetching.post(delivery.endpoint.url, body, signed)
        taken, result = 200 <= status < 300, str(status)
    except fetching.FetchError as error:
        taken, result = False, str(error)
    except InvalidToken:
        taken, result = False, UNREADABLE
    if taken:
        settle(delivery, State.SENT, result)
        mine = WebhookEndpoint.objects.filter(pk=delivery.endpoint_id)
        mine.exclude(failing_since=None).update(failing_since=None)
    else:
        put_off(delivery, result)
        note_failure(delivery.endpoint)


def put_off(delivery, result):
    """Later, and longer each time; after some days not at all."""
    due_at = timezone.now() + backoff(delivery.attempts, FIRST_WAIT, LONGEST_WAIT)
    if due_at > delivery.made_at + GIVEN_UP:
        settle(delivery, State.FAILED, result)
    else:
        write(delivery, due_at=due_at, result=result)


def settle(delivery, state, result):
    write(delivery, state=state, settled_at=timezone.now(), result=result)


def write(delivery, **values):
    mine = WebhookDelivery.objects.filter(pk=delivery.pk, state=State.QUEUED)
    mine.update(attempts=delivery.attempts, **values)


def note_failure(endpoint):
    """Since when it takes nothing; after days of that it is switched off, and staff are told."""
    active = WebhookEndpoint.objects.active().filter(pk=endpoint.pk)
    now = timezone.now()
    active.filter(failing_since=None).update(failing_since=now)
    if active.filter(failing_since__lte=now - SWITCHED_OFF).update(disabled_at=now):
        logger.warning("Webhook %s took nothing for days and is switched off.", endpoint.pk)
        record("switch_off_webhook", endpoint, by=None)

"""What a relay tells by webhook that keeps bounces to itself (Postmark, Brevo); see docs/mail.md.

django-anymail reads each provider's format; it is an optional package, asked for only where
MAIL_EVENTS names a provider. Who knows the shared secret is believed, and nobody else.
"""

import re
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from accounts.models import AuditEvent
from alerts.engine.smtp import masked
from alerts.models import Delivery, State

from .suppressing import CODE, note_bounce, note_complaint

VIEWS = {"postmark": "PostmarkTrackingWebhookView", "brevo": "BrevoTrackingWebhookView"}
# Message-IDs of ours hold a random key and a number: see alerts.message.
MESSAGE_ID = re.compile(r"\b([0-9a-f]{32})\.([0-9]{1,18})\b")
LATELY = timedelta(days=7)
SOFT = {"soft_bounce", "SoftBounce"}


class NotBelieved(Exception):
    """Not from the provider, or not in its format."""


def events_in(request):
    """The events of this request; NotBelieved if the secret or the format is wrong."""
    module = import_module(f"anymail.webhooks.{settings.MAIL_EVENTS['provider']}")
    view = getattr(module, VIEWS[settings.MAIL_EVENTS["provider"]])
    reader = view(webhook_secret=[settings.MAIL_EVENTS["secret"]])
    try:
        reader.run_validators(request)
        return reader.parse_events(request)
    except Exception as error:  # a wrong secret, or whatever the package does not understand
        raise NotBelieved from error


def heed(event):
    """Write down what an event says of a delivery of ours; others mean nothing."""
    code = code_of(event)
    if not code and event.event_type != "complained":
        return
    delivery = delivery_of(event)
    if delivery is None:
        return
    if code:
        note_bounce(delivery, code, masked(text_of(event.mta_response)))
    else:
        note_complaint(delivery)


def code_of(event):
    """The receiving server's code, or a general one; empty for what is no refusal."""
    said = CODE.search(text_of(event.mta_response))
    if event.event_type == "deferred" or is_soft(event):
        return said[0] if said and said[0].startswith("4") else "4.0.0"
    if event.event_type == "bounced":
        return said[0] if said else "5.1.3" if event.reject_reason == "invalid" else "5.0.0"
    return ""


def is_soft(event):
    values = event.esp_event if isinstance(event.esp_event, dict) else {}
    return {text_of(values.get("event")), text_of(values.get("Type"))} & SOFT


def text_of(value):
    """Text that a database takes, whatever was sent."""
    text = value[:2000] if isinstance(value, str) else ""
    return text.encode("utf-8", "ignore").decode().replace("\0", "")


def delivery_of(event):
    """By our Message-ID where the provider keeps it, else the latest mail to that address."""
    found = MESSAGE_ID.search(text_of(event.message_id))
    address = text_of(event.recipient).strip().lower()
    rows = Delivery.objects.filter(user__isnull=False).select_related("user")
    if found:
        row = rows.filter(pk=found[2], notice__key=found[1]).first()
        return None if row and is_about_former(address, row) else row
    sent = rows.filter(user__email=address, state=State.SENT)
    return sent.filter(settled_at__gte=timezone.now() - LATELY).order_by("-settled_at").first()


def is_about_former(address, delivery):
    """Words about an address that its person gave up since say nothing about the new one."""
    if address == delivery.user.email or not delivery.settled_at:
        return False
    changes = AuditEvent.objects.filter(object_type="accounts.user", object_id=delivery.user_id)
    return changes.filter(deed="change_email", at__gt=delivery.settled_at).exists()

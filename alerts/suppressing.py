"""Addresses that refuse mail: known by a keyed hash, so that an erased person stays unknown."""

import re

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Delivery, State, Suppression

SALT = "alerts.suppression"
# No such mailbox or domain (RFC 3463): once is enough.
AT_ONCE = re.compile(r"\b5\.1\.(?:1|2|3|6|10)\b")
REFUSALS = 2


def address_hash(address, key=None):
    key = key or settings.SECRET_KEY
    return salted_hmac(SALT, address.lower(), secret=key, algorithm="sha256").hexdigest()


def hashes(address):
    """Under the key in force and under former ones."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return {address_hash(address, key) for key in keys}


def suppress(user, reason):
    """No list mail to this person's address any more, until staff lift it."""
    Suppression.objects.update_or_create(
        address_hash=address_hash(user.email),
        defaults={
            "user": user,
            "reason": reason[:200],
            "suppressed_at": timezone.now(),
            "lifted_at": None,
        },
    )


def suppressed_among(users):
    """The ids of those of these people whose address of today refuses mail."""
    owners = {value: user.pk for user in users for value in hashes(user.email)}
    rows = Suppression.objects.active().filter(address_hash__in=owners)
    return {owners[value] for value in rows.values_list("address_hash", flat=True)}


def note_refusal(delivery, reply):
    """Count a final refusal; the second one, or one that says there is no mailbox, is enough."""
    if not reply.startswith("5"):
        return
    refused = Delivery.objects.filter(user=delivery.user_id, state=State.FAILED)
    if AT_ONCE.search(reply) or refused.filter(reply__startswith="5").count() >= REFUSALS:
        suppress(delivery.user, reply)


def forget_changed_addresses():
    """A suppression is about an address; whoever has a new one is reachable again."""
    for row in Suppression.objects.active().filter(user__isnull=False).select_related("user"):
        if row.address_hash not in hashes(row.user.email):
            row.user = None
            row.save(update_fields=["user"])

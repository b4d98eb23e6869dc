"""Addresses that refuse mail: known by a keyed hash, so that an erased person stays unknown."""

import re
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Min
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.engine.macs import mac
from alerts.models import Bounce, BounceKind, Delivery, State, Suppression

SALT = "alerts.suppression"
# No part of a number with more dots, such as the address of a machine.
CODE = re.compile(r"(?<![\w.])[45]\.[0-9]{1,3}\.[0-9]{1,3}\b(?!\.[0-9])")
# RFC 3463: no such mailbox or domain (once is enough), and what is about us.
NO_SUCH_ADDRESS = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"}
ABOUT_US = re.compile(r"5\.(1\.[78]|7\.[0-9]+)")
REFUSALS = 2  # deliveries refused for another reason
PATIENCE = timedelta(days=5)  # with an address that refuses for now


def address_hash(address, key=None):
    return mac(SALT, key or settings.SECRET_KEY, address.lower())


def hashes(address):
    """Under the key in force and under former ones."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return {address_hash(address, key) for key in keys}


def suppress(user, reason):
    """No list mail to this person's address any more, until staff lift it.

    Where that is so already, the first reason stays.
    """
    known = Suppression.objects.filter(address_hash__in=hashes(user.email))
    if known.active().exists():
        return
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
    if not Suppression.objects.active().exists():
        return set()
    owners = {value: user.pk for user in users for value in hashes(user.email)}
    if not owners:
        return set()
    values = ", ".join(f"'{value}'" for value in owners)  # letters and digits of our own making
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT address_hash FROM alerts_suppression"  # noqa: S608
            f" WHERE lifted_at IS NULL AND address_hash IN ({values})"
        )
        return {owners[value] for (value,) in cursor.fetchall()}


def note_refusal(delivery, reply):
    """The mail server's own final refusal, while the message was handed over."""
    if reply.startswith("5"):
        said = CODE.search(reply)
        note_bounce(delivery, said[0] if said else "5.0.0", reply)


def note_complaint(delivery):
    """Somebody called our mail unwanted: nothing more to that address."""
    write(delivery, BounceKind.COMPLAINT, "", "")
    suppress_if_new(delivery, _("Called unwanted by the recipient."))


@transaction.atomic
def note_bounce(delivery, code, words):
    """Write a refusal down, and suppress the address once it is enough (RFC 3463 codes)."""
    kind = kind_of(code)
    write(delivery, kind, code, words)
    if is_enough(delivery, kind, code):
        suppress_if_new(delivery, words if code in words else f"{code} {words}".strip())


def kind_of(code):
    if code.startswith("4"):
        return BounceKind.DEFERRED
    return BounceKind.SENDER if ABOUT_US.fullmatch(code) else BounceKind.REFUSED


def write(delivery, kind, code, words):
    """Once a delivery and kind; a report that comes again changes nothing."""
    row = Bounce(
        delivery=delivery,
        user=delivery.user,
        kind=kind,
        code=code,
        reply=words[:250],
        address_hash=address_hash(delivery.user.email),
    )
    Bounce.objects.bulk_create([row], ignore_conflicts=True)


def is_enough(delivery, kind, code):
    if kind == BounceKind.DEFERRED:
        return refused_for_days(delivery.user)
    if kind != BounceKind.REFUSED:
        return False
    return code in NO_SUCH_ADDRESS or counted(delivery.user, kind).count() >= REFUSALS


def counted(user, kind):
    """The bounces of an address, without those from before staff gave it another chance."""
    bounces = Bounce.objects.about(hashes(user.email)).filter(kind=kind)
    lifted_at = last_lifted(user)
    return bounces.filter(at__gt=lifted_at) if lifted_at else bounces


def refused_for_days(user):
    """True if no mail got through since one that was handed over five days ago came back."""
    long_ago = timezone.now() - PATIENCE
    clean = Delivery.objects.filter(user=user, state=State.SENT, settled_at__lte=long_ago)
    got_through = clean.filter(bounces=None).aggregate(at=Max("settled_at"))["at"]
    handed_over = Coalesce("delivery__settled_at", "at")
    deferred = counted(user, BounceKind.DEFERRED).annotate(handed_over=handed_over)
    if got_through:
        deferred = deferred.filter(handed_over__gt=got_through)
    first = deferred.aggregate(at=Min("handed_over"))["at"]
    return first is not None and first <= long_ago


def suppress_if_new(delivery, reason):
    """Late words about mail from before staff lifted a suppression do not bring it back."""
    lifted_at, handed_over = last_lifted(delivery.user), delivery.settled_at or timezone.now()
    if lifted_at is None or handed_over > lifted_at:
        suppress(delivery.user, reason)


def last_lifted(user):
    rows = Suppression.objects.filter(address_hash__in=hashes(user.email))
    return rows.aggregate(at=Max("lifted_at"))["at"]


def forget_changed_addresses():
    """A suppression is about an address; whoever has a new one is reachable again. How many."""
    rows = Suppression.objects.active().filter(user__isnull=False)
    known = rows.values_list("pk", "address_hash", "user__email")
    changed = [pk for pk, value, email in known.iterator() if value not in hashes(email)]
    return Suppression.objects.filter(pk__in=changed).update(user=None) if changed else 0

"""Empties the bounce mailbox: each report to its delivery, each canary to its address."""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from alerts.engine.returnpath import is_signed, named_by
from alerts.models import Canary, Delivery

from .mailboxes import ERRORS, opened, reason
from .reports import report_from
from .suppressing import note_bounce, note_complaint

logger = logging.getLogger(__name__)
FAILING = "alerts.bounces.failing"  # in the shared cache: since when it cannot be read
PATIENCE = timedelta(minutes=15)


def read_mailbox():
    """Read what is new; how many mails that was. False words reach nobody: see is_signed."""
    if not settings.BOUNCE_MAILBOX:
        return 0
    try:
        return read_now()
    except ERRORS as error:
        logger.warning("The bounce mailbox cannot be read: %s", reason(error))
        return 0


def read_now():
    """The same for who waits for the answer: the error itself where it cannot be read."""
    try:
        number = read_all(opened(settings.BOUNCE_MAILBOX))
    except ERRORS:
        cache.add(FAILING, time.time(), None)
        raise
    cache.delete(FAILING)
    return number


def read_all(mailbox):
    number = 0
    try:
        for mark, raw in mailbox.unread():
            heed(raw)
            mailbox.mark(mark)
            number += 1
        mailbox.forget_old()
    finally:
        mailbox.close()
    return number


def heed(raw):
    """Do what one mail asks for. One that cannot be dealt with must not hold up the others."""
    report = report_from(raw)
    try:
        if report.canary:
            note_canary(*report.canary)
        elif delivery := delivery_of(report):
            note(delivery, report)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the mail stays unread
    except Exception:
        logger.exception("A mail in the bounce mailbox could not be dealt with.")


def delivery_of(report):
    """The delivery whose return path we signed; None for a forged, foreign or forgotten one."""
    for path in report.paths:
        kind, number = named_by(path) or ("", 0)
        if kind == "delivery":
            rows = Delivery.objects.filter(pk=number, user__isnull=False)
            found = rows.select_related("user").first()
            if found and is_signed(path, found):
                return found
    return None


def note(delivery, report):
    if report.complaint:
        note_complaint(delivery)
    elif report.code:
        note_bounce(delivery, report.code, report.words)


def note_canary(number, key):
    arrived = {"arrived_at": timezone.now(), "waiting_since": None}
    Canary.objects.filter(pk=number, key=key).update(**arrived)


def failing_since():
    """Since when the mailbox cannot be read, if for long; None while all is well."""
    since = settings.BOUNCE_MAILBOX and cache.get(FAILING)
    return since if since and time.time() - since > PATIENCE.total_seconds() else None

"""Notices that the database was restored from a backup, before anything is sent out of it.

A restored database believes that mail which went out since the backup still waits. Every worker
moves a mark in the database on, and remembers it in a file of its machine. A database whose
mark lies behind that file is an older copy; so is, on a machine that never saw it, one whose
mark nobody moved for a while. Then sending is paused until a person resumes it.
"""

import logging
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .models import Letter, SendingMark, State
from .pausing import pause_sending

logger = logging.getLogger(__name__)
EVERY = 30  # seconds
BEHIND = timedelta(minutes=2)  # more than a crash of the database can lose
UNUSED = timedelta(minutes=10)  # by any worker, as seen from a new machine
OLD_LETTER = "Not sent: the database was restored from a backup."


class Watch:
    """One worker's look at the mark; the first one comes before its first mail."""

    def __init__(self):
        self.next_at = 0.0

    def look(self):
        if time.monotonic() >= self.next_at:
            heed_mark()
            self.next_at = time.monotonic() + EVERY


def heed_mark():
    mark, is_new = SendingMark.objects.get_or_create(pk=1)
    if not is_new and is_restored(mark):
        after_restore()
    now = timezone.now()
    SendingMark.objects.filter(pk=1).update(moved_at=now)
    remember(mark.key, now)


def is_restored(mark):
    seen_at = remembered(mark.key)
    if seen_at is None:
        return mark.moved_at < timezone.now() - UNUSED
    return mark.moved_at < seen_at - BEHIND


@transaction.atomic
def after_restore():
    """Hold all mail; codes and links that were asked for before the backup are of no use now."""
    logger.error("The database was restored from a backup; sending is paused.")
    pause_sending()
    waiting = Letter.objects.filter(state__in=[State.QUEUED, State.SENDING])
    waiting.update(
        state=State.SKIPPED, settled_at=timezone.now(), reply=OLD_LETTER, text="", html=""
    )
    now = timezone.now()
    SendingMark.objects.update_or_create(pk=1, defaults={"restored_at": now, "moved_at": now})


def file_of(key):
    return Path(settings.VAR_DIR) / "marks" / key.hex


def remembered(key):
    """The mark as this machine saw it last; None if it never did."""
    try:
        return datetime.fromisoformat(file_of(key).read_text())
    except (OSError, ValueError):
        return None


def remember(key, moment):
    try:
        file_of(key).parent.mkdir(parents=True, exist_ok=True)
        file_of(key).write_text(moment.isoformat())
    except OSError as error:
        logger.warning("A restored database would not be noticed here: %s", error)

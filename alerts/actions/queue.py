"""Deeds on an alert's mail under way: held, let go on, cut short, tried again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from alerts.models import Delivery, Notice, NoticeKind, State
from alerts.models.sending import CANCELLED
from web.errors import RefusedError


@transaction.atomic
def pause_alert(alert, *, by):
    """Hold the mail of this alert; the batch that a worker has in hand still goes out."""
    if not notices_of(alert).filter(paused_at=None).update(paused_at=timezone.now()):
        raise RefusedError(_("There is no mail of this alert to hold."))
    record("pause_alert", alert, by=by)


@transaction.atomic
def resume_alert(alert, *, by):
    """Go on where it stopped; what waited for its next try is tried now."""
    if not notices_of(alert).filter(paused_at__isnull=False).update(paused_at=None):
        raise RefusedError(_("The mail of this alert is not held."))
    now = timezone.now()
    waiting(alert).filter(due_at__gt=now).update(due_at=now)
    record("resume_alert", alert, by=by)


@transaction.atomic
def cancel_rest(alert, *, by):
    """Send no more mail of this alert, which stays on the site; how many were left."""
    now = timezone.now()
    if not notices_of(alert).update(cancelled_at=now, paused_at=None):
        raise RefusedError(_("There is no mail of this alert to cancel."))
    left = waiting(alert).update(state=State.SKIPPED, settled_at=now, reply=CANCELLED)
    record("cancel_rest", alert, by=by)
    return left


@transaction.atomic
def resend_failed(alert, *, by):
    """Try those once more that failed, and only those; how many there are."""
    notice = notices_of(alert).select_for_update().first()
    if notice is None or not alert.is_in_force or notice.expires_at <= timezone.now():
        raise RefusedError(_("This alert is not news any more. Send an update instead."))
    failed = Delivery.objects.filter(notice=notice, state=State.FAILED, user__isnull=False)
    number = failed.update(
        state=State.QUEUED, due_at=timezone.now(), attempts=0, settled_at=None, reply=""
    )
    if not number:
        raise RefusedError(_("None failed."))
    record("resend_failed", alert, by=by)
    return number


def notices_of(alert):
    """Its own mail, not that which calls it back, and not what was cancelled."""
    return Notice.objects.filter(alert=alert, kind=NoticeKind.ALERT, cancelled_at=None)


def waiting(alert):
    own = {"notice__alert": alert, "notice__kind": NoticeKind.ALERT}
    return Delivery.objects.filter(**own, state=State.QUEUED)

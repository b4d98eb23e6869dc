"""Deeds of the second person: asked for, given, or withheld with a note."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from alerts.enough import may_send
from alerts.models import Alert
from alerts.models.reviews import AlertReview, digest_of, wrote
from web.errors import RefusedError, StaleError


@transaction.atomic
def ask_approval(alert, *, by):
    """Ask another sender to read this draft."""
    draft = locked(alert)
    refuse_outsider(draft, by)
    try:
        with transaction.atomic():
            review = AlertReview.objects.create(alert=draft, asked_by=by)
    except IntegrityError as twice:
        raise RefusedError(_("Somebody was asked already.")) from twice
    record("ask_approval", draft, by=by)
    return review


@transaction.atomic
def approve_alert(alert, *, by, seen):
    """Stand for the words of version `seen`; any change after it needs another approval."""
    draft = locked(alert)
    refuse_outsider(draft, by)
    if wrote(draft, by):
        raise RefusedError(_("Somebody who did not write this alert has to approve it."))
    if draft.version != seen:
        raise StaleError(_("Somebody changed this alert meanwhile. Read it again."))
    decide(draft, by=by, approved=True, digest=digest_of(draft))
    record("approve_alert", draft, by=by)


@transaction.atomic
def ask_alert_changes(alert, *, by, note):
    """Give a draft back to its writer; the note says what is still to be done."""
    draft = locked(alert)
    refuse_outsider(draft, by)
    decide(draft, by=by, approved=False, note=note)
    record("ask_alert_changes", draft, by=by)


def decide(draft, *, by, **answer):
    """Answer the open question; whoever asked it does not answer it."""
    waiting = draft.reviews.open().exclude(asked_by=by)
    if not waiting.update(decided_at=timezone.now(), decided_by=by, **answer):
        raise RefusedError(_("Nobody waits for your answer to this alert. Look at it again."))


def locked(alert):
    draft = Alert.objects.select_for_update().get(pk=alert.pk)
    if draft.published_at:
        raise RefusedError(_("This alert was sent or set for a time already."))
    return draft


def refuse_outsider(alert, by):
    if not may_send(by, alert):
        raise RefusedError(_("A place of this alert is outside your reach."))

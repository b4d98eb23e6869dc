"""Deeds of the second person: asked for, given, or withheld with a note."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.audit import record
from advisories.models import Tlp
from alerts.emergency.enough import may_send, senders_of
from alerts.letters import write_to
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
    with translation.override(settings.LANGUAGE_CODE):
        words = {"who": by, "name": name_of(draft), "link": address_of(draft)}
        text = render_to_string("emails/approval_asked.txt", words)
        others = {person for person in senders_of(draft) - {by} if not wrote(draft, person)}
        write_to(others, _("Please approve: %s") % words["name"], text)
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
    """Answer the open question, and tell who asked it; they do not answer it themselves."""
    waiting = draft.reviews.open().exclude(asked_by=by).select_related("asked_by")
    asked_by = {review.asked_by for review in waiting if review.asked_by}
    if not waiting.update(decided_at=timezone.now(), decided_by=by, **answer):
        raise RefusedError(_("Nobody waits for your answer to this alert. Look at it again."))
    with translation.override(settings.LANGUAGE_CODE):
        words = {"who": by, "name": name_of(draft), "link": address_of(draft), **answer}
        subject = _("Approved: %s") if answer["approved"] else _("Changes asked for: %s")
        text = render_to_string("emails/approval_answered.txt", words)
        write_to(asked_by, subject % words["name"], text)


def name_of(alert):
    """How mail calls it, which a restricted one's own words never enter."""
    return alert.headline if alert.tlp == Tlp.CLEAR else _("a restricted alert")


def address_of(alert):
    return settings.SITE_URL + reverse("admin:alerts_alert_review", args=[alert.pk])


def locked(alert):
    draft = Alert.objects.select_for_update().get(pk=alert.pk)
    if draft.published_at:
        raise RefusedError(_("This alert was sent or set for a time already."))
    return draft


def refuse_outsider(alert, by):
    if not may_send(by, alert):
        raise RefusedError(_("A place of this alert is outside your reach."))

"""A test to oneself: the mail as it will be, by the same queue, and nothing else changes."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from alerts.models import Letter
from alerts.wording.trial import trial_mail

KEPT = timedelta(hours=1)


@transaction.atomic
def send_test(alert, *, by):
    """Queue one letter to `by`, marked as a test in its subject and first line."""
    subject, text, html = trial_mail(alert)
    letter = Letter.objects.create(
        address=by.email,
        subject=_("TEST: %s") % subject,
        text=text,
        html=html,
        expires_at=timezone.now() + KEPT,
    )
    record("send_test", alert, by=by)
    return letter

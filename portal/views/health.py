"""Whether the site and its mail are well, for a probe: no name, no address, no number of people."""

from datetime import timedelta

from django.db import Error
from django.http import JsonResponse
from django.utils import timezone

from alerts.delivery import oldest_due
from alerts.pausing import is_paused

STUCK = timedelta(minutes=2)


def health(request):
    """200 and "ok" while mail goes out; 503 and what is wrong once it does not."""
    try:
        facts = mail_facts()
    except Error:
        facts = {"state": "no database"}
    status = 200 if facts["state"] in ("ok", "paused") else 503
    return JsonResponse(facts, status=status)


def mail_facts():
    """The state of sending; a pause is somebody's decision and no failure."""
    since = oldest_due()
    waited = (timezone.now() - since).total_seconds() if since else 0
    if is_paused():
        state = "paused"
    else:
        state = "mail is stuck" if waited > STUCK.total_seconds() else "ok"
    return {"state": state, "oldest_due_mail_seconds": round(waited)}

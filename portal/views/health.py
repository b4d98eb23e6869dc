"""Whether the site and its mail are well, for a probe: no name, no address, no number of people."""

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare

from alerts import alarms
from alerts.engine.waiting import waited
from alerts.formats import metrics


def health(request):
    """200 and "ok" while mail goes out; 503 and what is wrong once it does not."""
    try:
        facts, well = mail_facts()
    except Error:
        facts, well = {"state": "no database"}, False
    return JsonResponse(facts, status=200 if well else 503)


def mail_facts():
    """The state of sending, and if all is well; a pause is somebody's decision and no failure."""
    standing = alarms.standing()
    state = standing[0].name.replace("-", " ") if standing else "ok"
    facts = {
        "state": state,
        "oldest_due_mail_seconds": round(waited().total_seconds()),
        "alarms": [alarm.name for alarm in standing],
    }
    return facts, not any(alarm.fails for alarm in standing)


def metrics_page(request):
    """Numbers for Prometheus, for who brings the token; without one the page is not there."""
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not constant_time_compare(given, wanted):
        raise Http404
    return HttpResponse(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")

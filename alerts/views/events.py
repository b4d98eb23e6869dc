"""Where a relay posts what became of our mail; not there unless MAIL_EVENTS names one."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from alerts.feedback.events import NotBelieved, events_in, heed


@csrf_exempt  # it proves itself by a secret, not by a session
def mail_events(request):
    if not settings.MAIL_EVENTS or request.method != "POST":
        raise Http404
    try:
        events = events_in(request)
    except NotBelieved as error:
        raise Http404 from error
    for event in events[:1000]:
        heed(event)
    return HttpResponse(status=204)

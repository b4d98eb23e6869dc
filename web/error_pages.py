"""The pages of refusals. None of them reads more of a request than its path, so
none can fail because of it.

A page that is hidden and one that does not exist are answered with the same bytes.
"""

from datetime import timedelta

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from .models import SiteSettings
from .open_data import opened
from .problems import problem
from .stylesheet import stylesheet

MACHINES = "/api/"  # whoever asks there reads JSON, of refusals too


def is_machine(request):
    return request.path_info.startswith(MACHINES)


def answer(template, status, **context):
    context = {"stylesheet": SafeString(stylesheet()), **context}
    response = HttpResponse(render_to_string(template, context), status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def bad_request(request, exception=None):
    if is_machine(request):
        return opened(problem(400, "The request holds bytes that no text has, such as a NUL."))
    return answer("400.html", 400)


def forbidden(request, exception=None):
    """A staff member without this permission; what readers may not see is a 404."""
    return answer("403.html", 403, site=SiteSettings.load())


def refused_form(request, reason=""):
    """A form that did not come from a page of ours, or came after signing in or out."""
    return answer("403_form.html", 403, site=SiteSettings.load())


def not_found(request, exception=None):
    if is_machine(request):
        return opened(problem(404, "There is nothing at this address."))
    return answer("404.html", 404, site=SiteSettings.load())


def too_large(request):
    return answer("413.html", 413)


def too_many_requests(request, exception=None):
    """Says when to try again; allauth's own limits do not tell, and all are of a minute."""
    seconds = getattr(exception, "retry_after", 60)
    again_at = timezone.now() + timedelta(seconds=seconds)
    response = answer(
        "429.html", 429, site=SiteSettings.load(), minutes=-(-seconds // 60), again_at=again_at
    )
    response["Retry-After"] = str(seconds)
    return response


def server_error(request):
    """Touches no database: it may be what failed. The emergency line is the last one seen."""
    return answer("500.html", 500, emergency_line=SiteSettings.last_emergency_line)

"""What every answer gets: plain errors, security headers, and nothing cached by default."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse

from .headers import add_security_headers

PRIVATE = "private, no-store"


def plain_errors(get_response):
    """The outermost layer: a broken request gets a plain answer, never a second failure."""

    def middleware(request):
        try:
            return get_response(request)
        except (SuspiciousOperation, LookupError, UnicodeError):
            return HttpResponse(
                "Bad request.\n", status=400, content_type="text/plain; charset=utf-8"
            )

    return middleware


def security_headers(get_response):
    def middleware(request):
        return add_security_headers(get_response(request), request)

    return middleware


def private_by_default(get_response):
    """Only a page that says it is public may be kept by anybody but its reader."""

    def middleware(request):
        response = get_response(request)
        if getattr(response, "is_public", False):
            del response["Vary"]
            response["Vary"] = "Accept-Encoding"
            response.cookies.clear()
        else:
            response["Cache-Control"] = PRIVATE
        return response

    return middleware

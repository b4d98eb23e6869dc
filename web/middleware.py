"""What every answer gets: security headers, plain errors, and nothing cached by default."""

import codecs

from django.core.exceptions import RequestDataTooBig

from . import error_pages
from .headers import add_security_headers
from .ratelimit import LimitedError

PRIVATE = "private, no-store"
UNREADABLE = "portal.unreadable"  # set by web.wsgi


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


def refuse_unreadable(get_response):
    """Answer what no page can read, before any page tries.

    No column of a database holds a NUL, and Django decodes by whatever encoding a header
    names (see web.wsgi): both would come up as errors of ours, far inside.
    """

    def middleware(request):
        if is_unreadable(request):
            return error_pages.bad_request(request)
        return get_response(request)

    def process_view(request, view, args, kwargs):
        if request.method == "POST":
            try:
                posted = request.POST
            except RequestDataTooBig:
                return error_pages.too_large(request)
            if has_nul(values_of(posted)):
                return error_pages.bad_request(request)
        return None

    middleware.process_view = process_view
    return middleware


def is_unreadable(request):
    foreign = request.META.get(UNREADABLE) or not is_utf8(request.encoding)
    return foreign or has_nul(head_of(request))


def is_utf8(name):
    """True for no name, and for UTF-8 under any of its names."""
    try:
        return not name or codecs.lookup(name).name == "utf-8"
    except (LookupError, ValueError):
        return False


def head_of(request):
    """Every text of the request but its body."""
    yield request.path_info
    yield from values_of(request.GET)
    yield from request.COOKIES.values()
    for name, value in request.META.items():
        if name.startswith("HTTP_"):
            yield value


def values_of(query):
    for name, values in query.lists():
        yield name
        yield from values


def has_nul(texts):
    return any("\0" in text for text in texts if isinstance(text, str))


def too_many(get_response):
    """A limit reached anywhere in a page is answered with when to try again."""

    def middleware(request):
        return get_response(request)

    def process_exception(request, error):
        if isinstance(error, LimitedError):
            return error_pages.too_many_requests(request, error)
        return None

    middleware.process_exception = process_exception
    return middleware

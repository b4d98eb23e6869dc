"""Answers for machines: public pages that the scripts of every other site may read too."""

from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from .public import public_page

OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
ASKED_BEFORE = {  # what a browser asks before it sends If-None-Match from another site
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, OPTIONS",
}


def open_page(view):
    """Serve this view as a public page to every origin: feeds, CAP, the API, data files."""
    public = public_page(view)

    @csrf_exempt  # nothing is changed here, and a wrong method is told so
    @wraps(view)
    def page(request, *args, **kwargs):
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=ASKED_BEFORE)
        else:
            response = public(request, *args, **kwargs)
        return opened(response)

    page.is_public = True
    return page


def opened(response):
    for name, value in OPEN.items():
        response.headers[name] = value
    return response


def absolute(path):
    """The address as other machines know it, whatever host this request named."""
    return settings.SITE_URL + path


def host():
    return urlsplit(settings.SITE_URL).hostname or "localhost"

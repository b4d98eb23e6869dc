"""Public pages: the same bytes for everybody, and checked again at every visit."""

import gzip
import hashlib
from functools import wraps

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers
from django.utils.http import quote_etag

CACHE_CONTROL = "public, max-age=0, must-revalidate"


def public_page(view):
    """Serve this view as a public page.

    Whoever asks is a stranger to it, so that a signed-in reader gets what everybody gets.
    It answers GET and HEAD only, sets no cookie, and carries an ETag of its bytes.
    """

    @wraps(view)
    def page(request, *args, **kwargs):
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        request.user = AnonymousUser()
        response = view(request, *args, **kwargs)
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
        return finish(request, response) if response.status_code == 200 else response

    page.is_public = True
    return page


def finish(request, response):
    """Validator, caching rule and compression for one rendered public page."""
    response.is_public = True
    response["Cache-Control"] = CACHE_CONTROL
    response["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    if asked_for(request, response["ETag"]):
        response.status_code = 304
        response.content = b""
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    if "gzip" in request.headers.get("Accept-Encoding", "") and len(response.content) > 500:
        # Safe to compress: a public page holds no secret to guess (BREACH needs one).
        response.content = gzip.compress(response.content, 6, mtime=0)
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))
    return response


def asked_for(request, etag):
    """True if the reader already holds these bytes (RFC 9110, 13.1.2)."""
    known = request.headers.get("If-None-Match", "")
    return etag in (tag.strip().removeprefix("W/") for tag in known.split(","))

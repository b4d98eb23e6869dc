"""Files that belong to the look of the site."""

from django.http import Http404, HttpResponse

from .brand import brand_css, brand_icon
from .models import SiteSettings

FOREVER = "public, max-age=31536000, immutable"


def brand(request, digest):
    site = SiteSettings.load()
    return hashed(brand_css(site), "text/css; charset=utf-8", digest == site.brand_hash)


def icon(request, digest):
    site = SiteSettings.load()
    return hashed(brand_icon(site), "image/svg+xml", digest == site.brand_hash)


def logo(request, digest):
    site = SiteSettings.load()
    if not site.logo or digest != site.logo_hash:
        raise Http404
    return hashed(bytes(site.logo), "image/png", current=True)


def hashed(content, content_type, current):
    """A file named by its hash; an address of yesterday's colors gets today's, uncached."""
    response = HttpResponse(content, content_type=content_type)
    if current:
        response["Cache-Control"] = FOREVER
    response.is_public = True
    return response

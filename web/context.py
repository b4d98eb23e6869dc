"""What every template may use."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from .models import SiteSettings
from .stylesheet import stylesheet


def site(request):
    return {
        "site": SimpleLazyObject(SiteSettings.load),
        "site_url": settings.SITE_URL,
        "stylesheet": SafeString(stylesheet()),  # our own file, between style tags
    }

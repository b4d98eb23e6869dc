"""Paths of pages, put together once: a country's page asks for some thirty of them."""

from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.safestring import SafeString

MOST = 5_000  # paths kept by one process
PLAIN = {str, SafeString, int, UUID}  # written the same way for ever, as a row is not


def link_to(name, *args, current_app=None):
    """As Django's reverse(): the path of the named page, or NoReverseMatch."""
    if not PLAIN.issuperset(map(type, args)):
        return reverse(name, args=args, current_app=current_app)
    urlconf = get_urlconf() or settings.ROOT_URLCONF
    return kept_link(urlconf, get_script_prefix(), name, args, current_app)


@lru_cache(MOST, typed=True)
def kept_link(urlconf, _prefix, name, args, current_app):
    return reverse(name, urlconf, args=args, current_app=current_app)

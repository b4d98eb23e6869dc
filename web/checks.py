"""Production refuses to start with an unsafe setting, and names it.

The same list is a part of `manage.py check --deploy`.
"""

import os
from importlib.util import find_spec

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

KNOWN_KEYS = ("development-", "django-insecure-", "change-me", "secret")
NO_MAIL = ("console", "dummy", "filebased", "locmem")


@register(Tags.security, deploy=True)
def check_safe_start(app_configs, **options):
    return [Error(f"{name}: {why}", id=f"portal.{name}") for name, why in unsafe_settings()]


def refuse_unsafe_start():
    """Stop a web process that would serve the public with a laptop's settings."""
    if settings.PORTAL_ENV not in {"production", "development"}:
        raise ImproperlyConfigured("PORTAL_ENV must be production or development.")
    faults = [f"{name}: {why}" for name, why in unsafe_settings()]
    if settings.PRODUCTION and faults:
        raise ImproperlyConfigured("This is no safe production site.\n" + "\n".join(faults))


def unsafe_settings():
    """Each unsafe setting as its name and what to do."""
    yield from unsafe_key(settings.SECRET_KEY)
    if settings.DEBUG:
        yield "DEBUG", "turn it off; it shows secrets to everybody."
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS", "name the hosts of this site, not *."
    if not settings.SITE_URL.startswith("https://"):
        yield "SITE_URL", "it must begin with https://."
    if not settings.MAIL_RELAY:
        yield "EMAIL_URL", "name a mail relay; without one nobody is warned."
    if any(name in settings.EMAIL_BACKEND for name in NO_MAIL):
        yield "EMAIL_BACKEND", "this one sends nothing to anybody."
    if settings.MAIL_EVENTS and find_spec("anymail") is None:
        yield "MAIL_EVENTS_PROVIDER", "install django-anymail, which reads its webhooks."
    yield from unshared_cache(settings.CACHES["default"]["BACKEND"])
    if not settings.STAFF_TWO_FACTOR:
        yield "STAFF_TWO_FACTOR", "staff can warn thousands of people; turn it on."


def unsafe_key(key):
    if len(key) < 50 or len(set(key)) < 10:
        yield "SECRET_KEY", "it must be 50 random characters or more."
    elif key.lower().startswith(KNOWN_KEYS):
        yield "SECRET_KEY", "this one is known; make a new one."


def unshared_cache(backend):
    workers = os.environ.get("WEB_CONCURRENCY", "2")
    if "dummy" in backend or ("locmem" in backend and workers != "1"):
        yield "CACHES", "wrong passwords must be counted by all workers together."

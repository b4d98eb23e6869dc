"""Production refuses to start with an unsafe setting, and names it.

The same list is a part of `manage.py check --deploy`.
"""

import os
import re
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.checks import WARNING, CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

KNOWN_KEYS = ("development-", "django-insecure-", "change-me", "secret")
NO_MAIL = ("console", "dummy", "filebased", "locmem")


@register(Tags.security, deploy=True)
def check_safe_start(app_configs, **options):
    return [Error(f"{name}: {why}", id=f"portal.{name}") for name, why in unsafe_settings()]


@register(Tags.security, deploy=True)
def check_closed_folder(app_configs, **options):
    """Attachments and a database file are in it; no error, for a container is closed anyway."""
    place = Path(settings.VAR_DIR)
    if not place.is_dir() or not place.stat().st_mode & 0o007:
        return []
    said = f"VAR_DIR: everybody on this machine can look into {place}; run chmod 700 {place}."
    return [CheckMessage(WARNING, said, id="portal.VAR_DIR")]


@register(Tags.security, deploy=True)
def check_proxy(app_configs, **options):
    """A warning, for gunicorn may speak HTTPS itself."""
    if settings.TRUSTED_PROXIES and settings.SECURE_PROXY_SSL_HEADER:
        return []
    said = "BEHIND_PROXY: set it to 1, or all visitors count as one, the proxy, where tries count."
    return [CheckMessage(WARNING, said, id="portal.BEHIND_PROXY")]


def refuse_unsafe_start():
    """Stop a process that would serve or mail the public with a laptop's settings."""
    faults = [f"{name}: {why}" for name, why in unsafe_settings()]
    if settings.PRODUCTION and faults:
        raise ImproperlyConfigured("This is no safe production site.\n" + "\n".join(faults))


def unsafe_settings():
    """Each unsafe setting as its name and what to do."""
    yield from unsafe_key("SECRET_KEY", settings.SECRET_KEY)
    for former in settings.SECRET_KEY_FALLBACKS:
        yield from unsafe_key("SECRET_KEY_FALLBACKS", former)
    if settings.DEBUG:
        yield "DEBUG", "turn it off; it shows secrets to everybody."
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS", "name the hosts of this site, not *."
    yield from unsafe_address(settings.SITE_URL)
    yield from unsafe_folders()
    if not settings.MAIL_RELAY:
        yield "EMAIL_URL", "name a mail relay; without one nobody is warned."
    yield from unsafe_sender(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    if any(name in settings.EMAIL_BACKEND for name in NO_MAIL):
        yield "EMAIL_BACKEND", "this one sends nothing to anybody."
    if settings.MAIL_EVENTS and find_spec("anymail") is None:
        yield "MAIL_EVENTS_PROVIDER", "install django-anymail, which reads its webhooks."
    yield from unshared_cache(settings.CACHES["default"]["BACKEND"])
    if not settings.STAFF_TWO_FACTOR:
        yield "STAFF_TWO_FACTOR", "staff can warn thousands of people; turn it on."


def unsafe_key(name, key):
    if len(key) < 50 or len(set(key)) < 10:
        yield name, "it must be 50 random characters or more."
    elif key.lower().startswith(KNOWN_KEYS):
        yield name, "this one is known; make a new one."


def unsafe_address(url):
    """Every link of every mail begins with it, so it must lead here."""
    host = re.fullmatch(r"https://([^/?#@:]+)(:\d+)?", url)
    if not host:
        yield "SITE_URL", "it must be https:// and the name of a host, without a path."
    elif settings.ALLOWED_HOSTS and not validate_host(host[1].lower(), settings.ALLOWED_HOSTS):
        yield "SITE_URL", f"its links lead to {host[1]}, which is not among ALLOWED_HOSTS."


def unsafe_sender(address):
    plain = re.fullmatch(r"[^\s@<>\"]+@[\w-]+(\.[\w-]+)+", address)
    if not plain or address.endswith("@example.org"):
        yield "MAIL_FROM", "name the sender of all mail, with an address of your own."


def unsafe_folders():
    """What is under STATIC_ROOT, anybody can read."""
    for kept in (settings.VAR_DIR, settings.BASE_DIR):
        if Path(kept).resolve().is_relative_to(Path(settings.STATIC_ROOT).resolve()):
            yield "STATIC_ROOT", f"a folder of its own: this one would show {kept} to everybody."
    if not Path(settings.ADVISORY_VOCABULARY).is_file():
        yield "ADVISORY_VOCABULARY", f"there is no file {settings.ADVISORY_VOCABULARY}."


def unshared_cache(backend):
    workers = os.environ.get("WEB_CONCURRENCY", "2")
    if "dummy" in backend or ("locmem" in backend and workers != "1"):
        yield "CACHES", "wrong passwords must be counted by all workers together."

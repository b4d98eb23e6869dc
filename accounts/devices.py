"""Browsers that somebody signed in from before.

A long-lived signed cookie names the device and the accounts it signed in to. Wrong
passwords from such a device are counted apart, so that nobody who guesses from elsewhere
can lock its owner out (OWASP: device cookies).
"""

import hashlib
import secrets

from django.conf import settings
from django.core import signing

SALT = "accounts.device"
LIFE = 365 * 24 * 3600
MOST_ACCOUNTS = 5  # on one shared computer


def cookie_name():
    return "__Host-device" if settings.HTTPS else "device"


def read(request):
    """The device as (id, marks of the accounts it signed in to); a stranger is (None, [])."""
    try:
        device, marks = signing.loads(
            request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=LIFE
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None, []
    return device, marks


def mark_of(device, email):
    """What stands for an account in the cookie: it does not tell the address."""
    return hashlib.sha256(f"{device}:{normal(email)}".encode()).hexdigest()[:24]


def normal(email):
    return email.strip().lower()


def known_device(request, email):
    """The id of this device if that account signed in from it before, else None."""
    device, marks = read(request)
    return device if mark_of(device, email) in marks else None


def remember(request, response, email):
    """Note on this browser that the account signed in from it."""
    device, marks = read(request)
    device = device or secrets.token_urlsafe(12)
    mark = mark_of(device, email)
    marks = [mark, *(other for other in marks if other != mark)][:MOST_ACCOUNTS]
    response.set_cookie(
        cookie_name(),
        signing.dumps([device, marks], salt=SALT),
        max_age=LIFE,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )

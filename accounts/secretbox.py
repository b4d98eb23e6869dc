"""Secrets of the second factor are unreadable in the database and in a backup of it.

The keys come from SECRET_KEY and its fallbacks, so rotating the key keeps everybody's
authenticator app working.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

PURPOSE = b"portal second factor"


def key_from(secret):
    digest = hashlib.blake2b(secret.encode(), key=PURPOSE, digest_size=32).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def box():
    return MultiFernet(
        [key_from(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def seal(text):
    return box().encrypt(text.encode()).decode()


def unseal(sealed):
    return box().decrypt(sealed.encode()).decode()

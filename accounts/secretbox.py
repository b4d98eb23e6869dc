"""Secrets that must be read again are unreadable in the database and in a backup of it.

The keys come from SECRET_KEY and its fallbacks, so rotating the key keeps everybody's
authenticator app working. Each purpose has keys of its own.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

SECOND_FACTOR = b"portal second factor"


def key_from(secret, purpose):
    digest = hashlib.blake2b(secret.encode(), key=purpose, digest_size=32).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def box(purpose):
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([key_from(secret, purpose) for secret in secrets])


def seal(text, purpose=SECOND_FACTOR):
    return box(purpose).encrypt(text.encode()).decode()


def unseal(sealed, purpose=SECOND_FACTOR):
    return box(purpose).decrypt(sealed.encode()).decode()


def renew(sealed, purpose=SECOND_FACTOR):
    """The same, sealed with the newest key: nothing is lost with the former one."""
    return box(purpose).rotate(sealed.encode()).decode()


def renew_rows(rows, field, sealed_anew):
    """Seal this field of each row anew; (how many are, how many no key opens)."""
    done = lost = 0
    with transaction.atomic():
        for row in rows.select_for_update().order_by("pk"):
            try:
                setattr(row, field, sealed_anew(getattr(row, field)))
            except InvalidToken:
                lost += 1
            else:
                row.save(update_fields=[field])
                done += 1
    return done, lost

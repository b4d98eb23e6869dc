"""Secrets and signatures of webhooks, as in the Standard Webhooks specification.

The signature covers the id and the time of the try: who checks all three can neither be sent
the same event twice as new, nor an old one again.
"""

import base64
import hashlib
import hmac
import secrets

from accounts import secretbox

PURPOSE = b"portal webhooks"
PREFIX = "whsec_"
BYTES = 32


def fresh_secret():
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def seal(secret):
    """As it is stored: unreadable in the database and in a backup of it."""
    return secretbox.seal(secret, PURPOSE)


def renew(sealed):
    return secretbox.renew(sealed, PURPOSE)


def headers(endpoint, delivery, body, moment):
    """What goes with this body: id, time in seconds, signature."""
    key, seconds = str(delivery.key), str(int(moment.timestamp()))
    secret = secretbox.unseal(endpoint.sealed_secret, PURPOSE)
    return {
        "Content-Type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": seconds,
        "webhook-signature": signature(secret, key, seconds, body),
    }


def signature(secret, key, seconds, body):
    material = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{key}.{seconds}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(material, signed, hashlib.sha256)).decode()

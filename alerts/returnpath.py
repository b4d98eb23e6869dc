"""The envelope's return path: it names the message, signed, so that a bounce can be believed."""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "alerts.returnpath"


def return_path(job):
    """bounce+delivery-17-<mac>@council.example"""
    name = f"{job._meta.model_name}-{job.pk}"
    return f"bounce+{name}-{mac(name, settings.SECRET_KEY)}@{settings.MAIL_DOMAIN}"


def named_by(address):
    """("delivery", 17) for a return path of ours, under this key or a former one; else None."""
    local = address.rpartition("@")[0]
    name, _, signature = local.removeprefix("bounce+").rpartition("-")
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(constant_time_compare(signature, mac(name, key)) for key in keys):
        return None
    kind, _, number = name.partition("-")
    return kind, int(number)


def mac(name, key):
    return salted_hmac(SALT, name, secret=key, algorithm="sha256").hexdigest()[:20]

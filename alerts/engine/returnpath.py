"""The envelope's return path: it names the message, signed, so that a bounce can be believed.

The signature covers the address it was sent to. A bounce that comes after somebody changed
their address is about the old one, and says nothing about the new.
"""

from django.conf import settings
from django.utils.crypto import constant_time_compare

from web.numbers import key_in

from .macs import mac, macs

SALT = "alerts.returnpath"
LENGTH = 20


def return_path(job):
    """bounce+delivery-17-<mac>@council.example"""
    return signing(job._meta.model_name)(job.pk, address_of(job))


def signing(kind):
    """What makes the path of a number and an address; settings are looked up once for many."""
    sign, domain = macs(SALT, settings.SECRET_KEY), settings.MAIL_DOMAIN

    def signed(number, address):
        name = f"{kind}-{number}"
        return f"bounce+{name}-{sign(f'{name} {address.lower()}')[:LENGTH]}@{domain}"

    return signed


def named_by(path):
    """("delivery", 17) as a return path names it, not yet believed; None for anything else."""
    kind, number, _signature = parts_of(path)
    key = key_in(number)
    return None if key is None else (kind, key)


def is_signed(path, job):
    """True if we made it for this job and its address of today, under this key or a former."""
    name, address = f"{job._meta.model_name}-{job.pk}", address_of(job)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    kind, number, signature = parts_of(path)
    if f"{kind}-{number}" != name:
        return False
    return any(constant_time_compare(signature, signature_of(name, address, key)) for key in keys)


def parts_of(path):
    """Kind, number and signature; case is lost on the way and means nothing (RFC 5321, 2.4)."""
    local = path.rpartition("@")[0].lower()
    kind, _, rest = local.removeprefix("bounce+").partition("-")
    number, _, signature = rest.partition("-")
    return kind, number, signature.encode("ascii", "replace").decode()


def address_of(job):
    return (job.address if hasattr(job, "address") else job.user.email).lower()


def signature_of(name, address, key):
    return mac(SALT, key, f"{name} {address}")[:LENGTH]

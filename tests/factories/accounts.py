"""Rows of accounts for the tests: plain functions that name only what the test is about."""

from itertools import count

from django.utils import timezone

from accounts.models import User

serial = count(1)


def make_user(name="", *, confirmed=True, **fields):
    """A person with a confirmed address; "chair" gets chair@example.org."""
    email = fields.pop("email", f"{name.lower().replace(' ', '.') or 'person'}@example.org")
    if User.objects.filter(email=email).exists():
        email = f"{next(serial)}.{email}"
    moment = timezone.now() if confirmed else None
    return User.objects.create_user(
        email, fields.pop("password", None), name=name, email_confirmed_at=moment, **fields
    )


def make_staff(name="staff", **fields):
    return make_user(name, is_staff=True, **fields)


def make_superuser(name="operator", **fields):
    return make_staff(name, is_superuser=True, **fields)

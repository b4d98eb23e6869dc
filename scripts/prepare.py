"""The database of `make run`: migrated; sample content and a staff account if it is empty."""

import os
import secrets
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

STAFF = "staff@example.org"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


def main():
    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import transaction

    people = get_user_model().objects
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    staff = people.filter(is_superuser=True, is_active=True).order_by("pk").first()
    if staff:
        tell_existing(staff)
        return
    password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
    # One transaction: an interrupted first start leaves an empty database, not half of one.
    with transaction.atomic():
        if not people.exists():
            print("Loading countries and sample content", flush=True)
            call_command("load_countries", verbosity=0)
            call_command("load_sample", verbosity=0)
        make_staff(people, password)
    print(
        f"\n  Staff account  {STAFF}\n  Password       {password}   (shown this once)", flush=True
    )


def make_staff(people, password):
    """The sample content may have brought this person, without a password."""
    staff = people.filter(email=STAFF).first()
    if staff is None:
        people.create_superuser(STAFF, password, name="Staff")
        return
    staff.is_staff = staff.is_superuser = True
    staff.set_password(password)
    staff.save()


def tell_existing(staff):
    print(
        f"\n  Staff account  {staff.email} exists, with its password."
        f"\n  New password   .venv/bin/python manage.py changepassword {staff.email}",
        flush=True,
    )


if __name__ == "__main__":
    main()

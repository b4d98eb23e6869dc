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
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise asks for it
    people = get_user_model().objects
    staff = people.filter(is_superuser=True).first() or people.filter(email=STAFF).first()
    if staff:
        tell_existing(staff)
    else:
        fill(people)


def fill(people):
    """In one transaction: an interrupted first start leaves an empty database, not half of one."""
    from django.core.management import call_command
    from django.db import transaction

    password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
    with transaction.atomic():
        sample = not people.exists()
        if sample:
            print("Loading countries and sample content", flush=True)
            call_command("load_countries", verbosity=0)
            call_command("load_sample", password=password, verbosity=0)
            call_command("index_search", verbosity=0)  # or the first searches would do it
        people.create_superuser(STAFF, password, name="Staff")
    print(f"\n  Staff account  {STAFF}")
    print(f"  Password       {password}   (shown this once)")
    if sample:
        print("  Sample people  member@, traveler@, editor@example.org and others: same password")
    sys.stdout.flush()


def tell_existing(staff):
    print(
        f"\n  Staff account  {staff.email} exists, with its password."
        f"\n  New password   .venv/bin/python manage.py changepassword {staff.email}",
        flush=True,
    )


if __name__ == "__main__":
    main()

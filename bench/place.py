"""A portal of its own for a bench script: temporary folder, SQLite, countries and sample content."""

import os
import tempfile

scratch = tempfile.TemporaryDirectory(prefix="portal-bench-")


def empty():
    """Django set up on an empty, migrated database."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="portal.settings",
        PORTAL_ENV="development",
        VAR_DIR=scratch.name,
        DATABASE_URL="",
        SITE_URL="http://testserver",
        ALLOWED_HOSTS="testserver localhost 127.0.0.1",
        STAFF_TWO_FACTOR="0",
    )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def with_sample():
    """The same, with what `make run` loads."""
    from django.core.management import call_command

    empty()
    call_command("load_countries", verbosity=0)
    call_command("load_sample", verbosity=0)

"""Rows made once for a whole file of tests; what each test does to them is rolled back."""

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def kept_rows(django_db_setup, django_db_blocker):
    """A fixture of module scope that asks for this one may make rows for all tests of its file.

    Such a file has no test with transaction=True, nor one that closes the connection. A row is
    fetched anew by each test that changes it, for a rollback does not reach the Python object.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sample(kept_rows):
    """What `manage.py load_sample` makes."""
    call_command("load_sample", verbosity=0)

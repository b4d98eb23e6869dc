"""Who meets what at every address: the written matrix, against the sample content (P15).

An address that role_matrix.py does not name fails here, so that no new page is forgotten.
"""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from accounts.models import User
from tests.factories import make_superuser
from tests.portal.role_matrix import MATRIX, WHO
from tests.portal.sample_paths import path_of
from tests.support.urls import every_address

REFUSED = {302, 403, 404, 405}


@pytest.fixture
def sample(db):
    call_command("load_sample")


def cookies_of(who):
    client = Client()
    if who == "superuser":
        client.force_login(make_superuser())
    elif who != "anonymous":
        client.force_login(User.objects.get(email=f"{who}@example.org"))
    return client.cookies.output(header="", attrs=[], sep=";").strip()


def test_every_address_is_in_the_matrix():
    names = {address.name for address in every_address()}

    assert names - set(MATRIX) == set()
    assert set(MATRIX) - names == set(), "these addresses are gone"


@pytest.mark.parametrize("who", WHO)
def test_matrix_holds(sample, who):
    """Each page answers as written; and who may not open it cannot post to it either."""
    headers = {"cookie": cookies_of(who)}
    differences = []
    for address in every_address():
        path, expected = path_of(address), MATRIX[address.name][who]
        found = status(lambda: Client().get(path, headers=headers))  # noqa: B023  called at once
        if found != expected:
            differences.append(f"{address.name} {path}: {found}, not {expected}")
        if expected in REFUSED:
            posted = status(lambda: Client().post(path, {"x": "y"}, headers=headers))  # noqa: B023
            if posted not in REFUSED:
                differences.append(f"{address.name} {path}: POST {posted}")
    assert differences == []


def status(deed):
    """The status of a request whose traces are taken back."""
    with transaction.atomic():
        response = deed()
        transaction.set_rollback(True)
    return response.status_code

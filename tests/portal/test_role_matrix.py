"""Who meets what at every address: the written matrix, against the sample content (P15).

An address that role_matrix.py does not name fails here, so that no new page is forgotten.
"""

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from tests.factories import make_superuser
from tests.portal.role_matrix import MATRIX, POSTS, WHO
from tests.portal.sample_paths import path_of
from tests.support.urls import every_address

BOTH = {"officer", "superuser"}


@pytest.fixture(scope="module")
def paths(sample):
    """Every address with its path, found once for all roles."""
    return [(address.name, path_of(address)) for address in every_address()]


def cookies_of(who):
    client = Client()
    if who == "superuser":
        client.force_login(make_superuser())
    elif who != "anonymous":
        client.force_login(User.objects.get(email=f"{who}@example.org"))
    return client.cookies.output(header="", attrs=[], sep=";").strip()


def test_every_address_is_in_the_matrix():
    names = {address.name for address in every_address()}
    assert set(POSTS) <= names

    assert names - set(MATRIX) == set()
    assert set(MATRIX) - names == set(), "these addresses are gone"


# Roles do not depend on the database; those two open nearly every page there is on both.
@pytest.mark.parametrize(
    "who",
    [who if who in BOTH else pytest.param(who, marks=pytest.mark.once) for who in WHO],
)
def test_matrix_holds(db, paths, who):
    """Each page answers as written; and who may not open it cannot post to it either."""
    # One client for all, for each loads every middleware; the header outdoes its own cookies.
    client, headers, differences = Client(), {"cookie": cookies_of(who)}, []
    for name, path in paths:
        expected = MATRIX[name][who]
        opened = undone(lambda: client.get(path, headers=headers))  # noqa: B023  called at once
        if opened.status_code != expected:
            differences.append(f"{name} {path}: {opened.status_code}, not {expected}")
        if is_refusal(opened) or name in POSTS:
            posted = undone(lambda: client.post(path, {"x": "y"}, headers=headers))  # noqa: B023
            written = POSTS.get(name, {}).get(who)
            if posted.status_code != written and (written or not is_refusal(posted)):
                differences.append(f"{name} {path}: POST {posted.status_code}")
    assert differences == []


def is_refusal(response):
    sent_to_sign_in = "/login/" in response.headers.get("Location", "")
    return response.status_code in (403, 404, 405) or sent_to_sign_in


def undone(deed):
    """The answer to a request whose traces are taken back."""
    with transaction.atomic():
        response = deed()
        transaction.set_rollback(True)
    return response

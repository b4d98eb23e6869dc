"""What the tests of signing in share."""

import re

import pytest

from tests.factories import make_user

PASSWORD = "five blue kettles sing"


@pytest.fixture
def person(db):
    return make_user("person", password=PASSWORD)


@pytest.fixture
def code_from(db, mailoutbox):
    """The code in the newest mail to an address."""

    def read(email):
        mail = [mail for mail in mailoutbox if mail.to == [email]][-1]
        return re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", mail.body).group()

    return read


@pytest.fixture
def signed_in(client, person):
    """The client, signed in by password as a person does it."""
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return client


@pytest.fixture
def confirmed(signed_in):
    """The client, having just typed the password once more."""
    signed_in.post("/account/reauthenticate/", {"password": PASSWORD})
    return signed_in

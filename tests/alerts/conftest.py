"""The places that most tests of this app are about."""

import pytest

from advisories.models import Role
from tests.factories import make_alert, make_assignment, make_country, make_post, make_staff


@pytest.fixture
def kazakhstan(db):
    return make_country("Kazakhstan")


@pytest.fixture
def uzbekistan(db):
    return make_country("Uzbekistan")


@pytest.fixture
def almaty(kazakhstan):
    return make_post(kazakhstan, "Almaty")


@pytest.fixture
def astana(kazakhstan):
    return make_post(kazakhstan, "Astana")


@pytest.fixture
def sender(client, kazakhstan):
    """Who sends for Kazakhstan, signed in."""
    person = make_staff("sender")
    make_assignment(person, Role.SENDER, country=kazakhstan)
    client.force_login(person)
    return person


@pytest.fixture
def colleague(kazakhstan):
    """Another sender for Kazakhstan."""
    person = make_staff("colleague")
    make_assignment(person, Role.SENDER, country=kazakhstan)
    return person


@pytest.fixture
def draft(sender, kazakhstan):
    return make_alert(kazakhstan, sent=False, started_by=sender)

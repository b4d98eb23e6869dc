"""What tests of this app share: the places that most are about, and a worker that died."""

import subprocess

import pytest

from advisories.models import Role
from alerts.engine.claims import here
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


@pytest.fixture
def dead():
    """The name of a worker of this host that is no more."""
    ended = subprocess.Popen(["true"])
    ended.wait()
    return f"{here()}:{ended.pid}:1:ab"

"""The people and places that the desk's tests speak of."""

import pytest

from advisories.models import Role
from council.models import Council
from tests.factories import make_assignment, make_country, make_post, make_report, make_staff


@pytest.fixture
def kazakhstan(db):
    return make_country("Kazakhstan")


@pytest.fixture
def almaty(kazakhstan):
    return make_post(kazakhstan, "Almaty")


@pytest.fixture
def astana(kazakhstan):
    return make_post(kazakhstan, "Astana")


@pytest.fixture
def report(almaty):
    return make_report(almaty)


@pytest.fixture
def editor(almaty):
    person = make_staff("Almaty editor")
    make_assignment(person, Role.EDITOR, post=almaty)
    return person


@pytest.fixture
def publisher(almaty):
    person = make_staff("Almaty publisher")
    make_assignment(person, Role.PUBLISHER, post=almaty)
    return person


@pytest.fixture
def council(kazakhstan):
    return Council.objects.create(name="Almaty council", slug="almaty", country=kazakhstan)


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    """These tests are about the desk; the door has its own."""
    settings.STAFF_TWO_FACTOR = False

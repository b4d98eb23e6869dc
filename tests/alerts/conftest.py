"""The places that most tests of this app are about."""

import pytest

from tests.factories import make_country, make_post


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

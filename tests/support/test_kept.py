"""What one test does to the kept rows, the next one must not see."""

import pytest

from advisories.models import Country
from tests.factories import make_country


@pytest.fixture(scope="module")
def fiji(kept_rows):
    return make_country("Fiji").pk


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_finds_the_kept_rows_as_they_were_made(db, fiji, turn):
    assert list(Country.objects.values_list("pk", "name")) == [(fiji, "Fiji")]

    make_country("Tonga")
    Country.objects.filter(pk=fiji).update(name="Elsewhere")
    Country.objects.all().delete()

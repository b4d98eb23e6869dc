import pytest

from tests.factories import make_country, make_level

pytestmark = pytest.mark.page


def test_countries_stand_under_their_letter_accents_aside(client, db):
    for name in ("Åland Islands", "Albania", "Zambia", "Afghanistan"):
        make_country(name)

    page = client.get("/countries/").content.decode()

    names = ["letter-A", "Afghanistan", "Åland", "Albania", "letter-Z", "Zambia"]
    order = [page.index(f">{name}") if name[0] != "l" else page.rindex(name) for name in names]
    assert order == sorted(order)


def test_level_narrows_the_list(client, db):
    make_level(make_country(), 2)
    make_level(make_country("Nepal"), 1)
    make_country("Bhutan")

    page = client.get("/countries/?level=2").content.decode()

    assert "Countries at Level 2: Increased caution" in page
    assert "Kazakhstan" in page
    assert "Nepal" not in page
    assert "Bhutan" not in page


def test_level_of_no_country_says_so(client, db):
    make_country()

    assert "No country is at this level." in client.get("/countries/?level=4").content.decode()


def test_query_count_does_not_grow(client, db, query_count):
    make_level(make_country())
    few = query_count(lambda: client.get("/countries/"))
    for number in range(3):
        make_level(make_country(f"Country {number}"))

    assert query_count(lambda: client.get("/countries/")) == few

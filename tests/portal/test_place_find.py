import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.places import fold
from tests.factories import make_country, make_post


@pytest.fixture
def places(db):
    kazakhstan = make_country(aliases=["Republic of Kazakhstan", "Қазақстан"])
    make_post(kazakhstan)
    make_post(kazakhstan, "Hidden", listed_at=None)
    make_country("Côte d’Ivoire", slug="cote-divoire", aliases=["Ivory Coast"])
    make_country("Congo", aliases=["Congo-Brazzaville"])
    make_country("DR Congo", aliases=["Congo", "Congo-Kinshasa"])


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Kazakhstan", "/countries/kazakhstan/"),
        ("  kazakhSTAN ", "/countries/kazakhstan/"),
        ("republic of kazakhstan", "/countries/kazakhstan/"),
        ("ҚАЗАҚСТАН", "/countries/kazakhstan/"),
        ("almaty", "/countries/kazakhstan/"),
        ("Almaty, Kazakhstan", "/countries/kazakhstan/"),
        ("cote d'ivoire", "/countries/cote-divoire/"),
        ("CÔTE D’IVOIRE", "/countries/cote-divoire/"),
        ("ivory coast", "/countries/cote-divoire/"),
    ],
)
def test_known_name_leads_to_the_page(client, places, typed, address):
    response = client.get("/find/", {"q": typed})

    assert response.status_code == 302
    assert response["Location"] == address


def test_name_of_two_is_a_choice(client, places):
    page = client.get("/find/?q=congo").content.decode()

    assert "/countries/congo/" in page
    assert "/countries/dr-congo/" in page


def test_part_of_a_name_is_a_choice(client, places):
    response = client.get("/find/?q=kazak")

    assert response.status_code == 200
    assert "/countries/kazakhstan/" in response.content.decode()


@pytest.mark.parametrize("typed", ["Almatty", "Kazahkstan", "Kasachstan"])
def test_near_name_is_suggested(client, places, typed):
    page = client.get("/find/", {"q": typed}).content.decode()

    assert f"No place matches “{typed}”." in page
    assert "/countries/kazakhstan/" in page


def test_unlisted_post_is_not_found(client, places):
    page = client.get("/find/?q=hidden").content.decode()

    assert "No place matches" in page
    assert "Hidden" not in page


def test_nothing_typed_asks_again(client, places):
    page = client.get("/find/?q=%20%20").content.decode()

    assert "No place matches" not in page
    assert 'name="q"' in page


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", "'\"%_\\", "x" * 10_000, "💩", "//evil.example", "\u202e"],
)
def test_hostile_text_is_answered_with_a_page(client, places, typed):
    response = client.get("/find/", {"q": typed})

    assert response.status_code == 200
    assert b"<script" not in response.content


@given(st.text(max_size=300))
def test_any_text_folds_without_marks_and_double_blanks(text):
    folded = fold(text)

    assert folded == " ".join(folded.split())
    assert fold(folded) == folded

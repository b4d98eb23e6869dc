"""What anybody may know of a council."""

import pytest
from django.urls import reverse

from council.counts import about, masked
from tests.factories import make_council, make_membership, make_minutes

pytestmark = pytest.mark.page


@pytest.mark.once
@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "fewer than 5"),
        (4, "fewer than 5"),
        (5, "about 5"),
        (7, "about 5"),
        (8, "about 10"),
        (10, "about 10"),
        (12, "about 10"),
        (49, "about 50"),
        (54, "about 50"),
        (55, "about 60"),
    ],
)
def test_sizes_are_round(number, words):
    assert about(number) == words


@pytest.mark.once
def test_small_counts_are_masked():
    assert [masked(4), masked(5)] == ["fewer than 5", "5"]


def test_visitors_see_size_rhythm_and_how_to_join(client, council):
    council.how_to_join = "Ask **two members**."
    council.save()
    for number in range(10):
        make_membership(council, f"Organization {number}")

    page = client.get(council.get_absolute_url()).content.decode()

    assert "about 10 member organizations" in page
    assert "twice a year" in page
    assert "<strong>two members</strong>" in page
    assert "Organization 3" not in page


def test_suspended_and_ended_memberships_are_not_counted(client, council):
    for number in range(6):
        make_membership(council, f"Organization {number}", suspended_at=council_time())
    assert "fewer than 5 member organizations" in client.get("/councils/").content.decode()


def council_time():
    from django.utils import timezone

    return timezone.now()


def test_everybody_gets_the_same_bytes(client, council, member, chair):
    make_minutes(body="A secret of the council")
    for url in ("/councils/", council.get_absolute_url()):
        client.logout()
        anonymous = client.get(url)
        client.force_login(member)
        signed_in = client.get(url)
        client.force_login(chair)
        assert anonymous.content == signed_in.content == client.get(url).content
        assert "public" in anonymous["Cache-Control"]
        assert not anonymous.cookies


def test_list_asks_as_much_for_three_as_for_one(client, council, query_count):
    url = reverse("council:council_list")
    one = query_count(lambda: client.get(url))
    make_council("Astana council")
    make_council("Bishkek council")

    assert query_count(lambda: client.get(url)) == one


@pytest.mark.parametrize("slug", ["nothing", "a" * 500])
def test_unknown_councils_are_not_found(client, council, slug):
    assert client.get(f"/councils/{slug}/").status_code == 404

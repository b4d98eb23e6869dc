import pytest

from web.client import client_address, client_network


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.7", "10.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),  # the left one is the client's own claim
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
        (2, "203.0.113.7", "10.0.0.1"),  # fewer hops than our proxies write
        (1, "", "10.0.0.1"),
        (1, "nonsense", "0.0.0.0"),
        (1, "2001:db8::7", "2001:db8::7"),
    ],
)
def test_address_comes_from_the_place_that_our_proxies_wrote(
    rf, settings, proxies, forwarded, expected
):
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR="10.0.0.1")

    assert client_address(request) == expected


def test_one_ipv6_client_is_one_network(rf, settings):
    networks = {
        client_network(rf.get("/", REMOTE_ADDR=address))
        for address in ("2001:db8:1:2::3", "2001:db8:1:2:ffff::9")
    }

    assert networks == {"2001:db8:1:2::"}

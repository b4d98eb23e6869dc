"""Where a request came from."""

import ipaddress

from django.conf import settings

UNKNOWN = "0.0.0.0"  # noqa: S104  no address at all, as behind a Unix socket; nothing listens here


def client_address(request):
    """The address of whoever asks, from the one position that our own proxies wrote.

    Each trusted proxy appends the address it saw, so with N of them the N-th entry from
    the right is the first that nobody could forge. All further left is what the client
    chose to send.
    """
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies = settings.TRUSTED_PROXIES
    trusted = 0 < proxies <= len(hops)
    address = hops[-proxies] if trusted else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(address or request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return UNKNOWN


def client_network(request):
    """The address, or for IPv6 the /64 that one client may roam in."""
    address = ipaddress.ip_address(client_address(request))
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
    return str(address)

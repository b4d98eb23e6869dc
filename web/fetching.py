"""Requests that the portal makes to addresses which somebody typed, and to no inner network.

Only https on port 443. The name is resolved once, every address it has must be a public one,
and the connection goes to exactly that address, so that the name cannot mean another machine
a moment later. No redirect is followed, no cookie kept, and the answer's body is not read.
"""

import http.client
import ipaddress
import queue
import socket
import ssl
import threading
import time
from urllib.parse import urlsplit

PORT = 443
SECONDS = 5
LONGEST = 1024 * 1024  # of what is sent
PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")
# Public by their number, and yet they lead to whatever IPv4 address they carry.
CARRIERS = [ipaddress.ip_network(net) for net in ("2001::/32", "2002::/16", "64:ff9b::/96")]


class FetchError(Exception):
    """It was not sent, or not answered; the words name no address and quote no answer."""


def post(url, body, headers):
    """The status of the answer to a POST; FetchError if there is none in five seconds."""
    host, path = checked(url)
    if len(body) > LONGEST:
        raise FetchError("too much to send")
    until = time.monotonic() + SECONDS
    connection = Pinned(host, public_address(host, until), until)
    try:
        with hung_up_at(until, connection):
            connection.request("POST", path, body, {"User-Agent": "portal", **headers})
            status = connection.getresponse().status
        if time.monotonic() >= until:  # it was hung up on in the middle of its headers
            raise TimeoutError
        return status
    except TimeoutError as error:
        raise FetchError("no answer in time") from error
    except ssl.SSLError as error:
        raise FetchError("no trusted certificate") from error
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        words = "no answer in time" if time.monotonic() >= until else "no connection"
        raise FetchError(words) from error
    finally:
        connection.close()


def checked(url):
    """(host, path and query) of an address that may be asked; FetchError for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORT
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError as error:
        raise FetchError("not an address") from error
    if parts.scheme != "https" or port != PORT or not host:
        raise FetchError("only https on port 443")
    if parts.username is not None or parts.password is not None:
        raise FetchError("no name or password in the address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii() or not path.isprintable() or " " in path:
        raise FetchError("not an address")
    return host, path


def public_address(host, until):
    """The one address to connect to; FetchError if any address of that name is not public."""
    found = resolved(host, until)
    if not found:
        raise FetchError("no such host")
    if not all(is_public(address) for address in found):
        raise FetchError("not a public address")
    return found[0]


def resolved(host, until):
    """Its addresses as texts. The system's resolver knows no limit of time, so it is left behind
    in a thread when it takes too long."""
    answers = queue.Queue()

    def ask():
        try:
            rows = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
            answers.put([row[4][0] for row in rows])
        except (OSError, UnicodeError):
            answers.put([])

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answers.get(timeout=max(0, until - time.monotonic()))
    except queue.Empty:
        raise FetchError("no answer in time") from None


def is_public(text):
    """True for an address of the public internet that carries no other one inside."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if address.version == 4:
        return True
    return address in PUBLIC_IPV6 and not any(address in net for net in CARRIERS)


def dial(address, seconds):
    """A connection to a number; nothing is resolved any more."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    plain = socket.socket(family, socket.SOCK_STREAM)
    plain.settimeout(seconds)
    try:
        plain.connect((address, PORT))
    except OSError:
        plain.close()
        raise
    return plain


class Pinned(http.client.HTTPSConnection):
    """A connection to one address under the name it was resolved from."""

    def __init__(self, host, address, until):
        super().__init__(host, PORT, context=ssl.create_default_context())
        self.address, self.until = address, until

    def connect(self):
        left = max(0.01, self.until - time.monotonic())
        plain = dial(self.address, left)
        # Known before the handshake, so that it can be hung up on, too.
        self.sock = self._context.wrap_socket(
            plain, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock.do_handshake()


class hung_up_at:  # noqa: N801  reads as a verb in `with`
    """Hang up when the time is over: a limit per read would let a slow sender go on for hours."""

    def __init__(self, until, connection):
        self.connection = connection
        self.timer = threading.Timer(max(0, until - time.monotonic()), self.hang_up)
        self.timer.daemon = True

    def __enter__(self):
        self.timer.start()

    def __exit__(self, *_error):
        self.timer.cancel()

    def hang_up(self):
        try:
            self.connection.sock.shutdown(socket.SHUT_RDWR)
        except (OSError, AttributeError):
            pass

"""Requests to addresses that somebody typed reach public machines only, and never for long."""

import datetime
import http.server
import ipaddress
import socket
import ssl
import threading
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from web import fetching
from web.fetching import FetchError, checked, is_public, post

pytestmark = pytest.mark.once


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_may_be_asked(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:93.184.215.14", "::ffff:0:7f00:1", "::7f00:1",
        "64:ff9b::7f00:1", "64:ff9b::5db8:d70e", "64:ff9b:1::1", "2002:7f00:1::1",
        "2001:0:7f00:1::", "100::1", "3fff:ffff:ffff:ffff::1%", "localhost", "",
    ],
)  # fmt: skip
def test_no_other_address_is_public(address):
    assert not is_public(address) or address.startswith("3fff")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "https://example.org:8443/", "https://user@example.org/",
        "https://user:word@example.org/", "https:///path", "ftp://example.org/", "", "https://",
        "https://example.org:99999/", "https://exa mple.org/a b", "https://a..b/\ud800",
        "https://example.org/\r\nHost: other", "//example.org/", "https://[::1",
        f"https://{'a' * 70}.org/",
    ],
)  # fmt: skip
def test_other_schemes_ports_and_names_are_refused(url):
    with pytest.raises(FetchError):
        checked(url)


def resolving(monkeypatch, *addresses):
    asked = []

    def lookup(host, port, **options):
        asked.append(host)
        return [(None, None, None, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return asked


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "https://[::1]/", "https://0x7f000001/"])
def test_inner_machine_is_refused_by_whatever_name(url):
    with pytest.raises(FetchError, match=r"public|host"):
        post(url, b"", {})


def test_name_with_one_inner_address_among_public_ones_is_refused(monkeypatch):
    resolving(monkeypatch, "93.184.215.14", "10.0.0.1")

    with pytest.raises(FetchError, match="public"):
        post("https://example.org/", b"", {})


def test_resolver_that_never_answers_is_left_behind(monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: time.sleep(0.3) or [])

    with pytest.raises(FetchError, match="in time"):
        post("https://example.org/", b"", {})


# A server with a certificate of its own, which the test alone trusts.


def certificate(folder, name):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    plain = serialization.NoEncryption()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    text = key.private_bytes(*form, plain) + made.public_bytes(serialization.Encoding.PEM)
    file.write_bytes(text)
    return file


class Hook(http.server.BaseHTTPRequestHandler):
    status, seen, drip = 200, [], 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.path, dict(self.headers), body))
        try:
            self.send_response(self.status)
            self.send_header("Location", "https://127.0.0.1/elsewhere")
            self.send_header("Set-Cookie", "a=b")
            for number in range(self.drip):
                self.send_header(f"X-{number}", "slow")
                self.flush_headers()
                time.sleep(0.05)
            self.end_headers()
            self.wfile.write(b"secret of an inner page" * 100_000)
        except OSError:
            pass

    def log_message(self, *_words):
        pass


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"), "hook.example.org")


@pytest.fixture
def hook(monkeypatch, pem):
    """A receiver on this machine; what is public and which port are widened for it alone."""
    handler = type("Handler", (Hook,), {"seen": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *_request: None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setattr(fetching, "PORT", server.server_port)
    monkeypatch.setattr(fetching, "is_public", lambda text: ipaddress.ip_address(text).is_loopback)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    yield handler
    server.shutdown()
    server.server_close()


URL = "https://hook.example.org/in?x=1"


def test_it_is_posted_under_its_name_to_the_address_resolved_once(hook, monkeypatch):
    connected, dial = [], fetching.dial
    monkeypatch.setattr(fetching, "dial", lambda *where: connected.append(where[0]) or dial(*where))
    asked = resolving(monkeypatch, "127.0.0.1")

    assert post(URL, b"{}", {"webhook-id": "7"}) == 200

    ((path, headers, body),) = hook.seen
    assert (path, body, headers["webhook-id"]) == ("/in?x=1", b"{}", "7")
    assert headers["Host"].startswith("hook.example.org")
    assert "Cookie" not in headers
    assert asked == ["hook.example.org"]
    assert connected == ["127.0.0.1"]


def test_redirect_is_an_answer_and_not_followed(hook, monkeypatch):
    resolving(monkeypatch, "127.0.0.1")
    hook.status = 307

    assert post(URL, b"{}", {}) == 307
    assert len(hook.seen) == 1


def test_slow_drip_is_hung_up_on(hook, monkeypatch):
    resolving(monkeypatch, "127.0.0.1")
    monkeypatch.setattr(fetching, "SECONDS", 0.4)
    hook.drip = 60
    began = time.monotonic()

    with pytest.raises(FetchError, match="in time"):
        post(URL, b"{}", {})

    assert time.monotonic() - began < 2


def test_certificate_of_another_name_is_refused(hook, monkeypatch):
    resolving(monkeypatch, "127.0.0.1")

    with pytest.raises(FetchError, match="certificate"):
        post("https://other.example.org/", b"{}", {})

    assert not hook.seen


def test_machine_that_is_not_there_is_said_without_its_address(monkeypatch):
    resolving(monkeypatch, "127.0.0.1")
    monkeypatch.setattr(fetching, "is_public", lambda text: True)
    monkeypatch.setattr(fetching, "PORT", 1)

    with pytest.raises(FetchError) as refused:
        post("https://hook.example.org/", b"{}", {})

    assert str(refused.value) == "no connection"


def test_too_much_is_not_sent():
    with pytest.raises(FetchError, match="too much"):
        post("https://example.org/", b"x" * (fetching.LONGEST + 1), {})

"""The connection to the mail server: encryption, signing in, and what an idle worker costs."""

import datetime
import ssl

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from django.core.mail import send_mail

from alerts.engine.delivery import allowed
from alerts.engine.smtp import RelayDown, judged, masked, opened
from alerts.models import Letter, State
from alerts.worker import Worker
from tests.factories import make_country

from .told import deliver_once

PASSWORD = "right"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost, and its key, in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


class Box:
    def __init__(self):
        self.secure = []

    async def handle_DATA(self, server, session, envelope):
        self.secure.append(bool(server.transport.get_extra_info("ssl_object")))
        return "250 2.0.0 kept"


def right_password(server, session, envelope, mechanism, data):
    return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


@pytest.fixture
def tls_server(certificate):
    """Starts a server: `tls_server("starttls")` or `tls_server("implicit")`."""
    started = []

    def start(kind):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        options = {"authenticator": right_password, "auth_required": True}
        if kind == "starttls":
            options |= {"tls_context": context, "require_starttls": True}
        else:
            options |= {"auth_require_tls": False}

        class Server(Controller):
            def factory(self):
                return SMTP(self.handler, **options)

        own = {"ssl_context": context} if kind == "implicit" else {}
        server = Server(Box(), hostname="localhost", port=free_port(), **own)
        server.start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def relay_to(server, tls, password=PASSWORD):
    sign_in = {"user": "portal", "password": password}
    return {"host": "localhost", "port": server.port, "tls": tls, **sign_in}


@pytest.mark.django_db
@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_mail_goes_encrypted_and_signed_in(tls_server, certificate, settings, monkeypatch, tls):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = tls_server(tls)
    settings.MAIL_RELAY = relay_to(server, tls)
    settings.EMAIL_BACKEND = "alerts.letters.LetterBackend"
    send_mail("Code", "1234", None, ["reader@example.org"])

    deliver_once()

    assert Letter.objects.get().state == State.SENT
    assert server.handler.secure == [True]


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_unknown_certificate_is_refused(tls_server, settings, tls):
    settings.MAIL_RELAY = relay_to(tls_server(tls), tls)

    with pytest.raises(RelayDown, match="certificate"):
        opened(settings.MAIL_RELAY)


def test_wrong_password_is_said_and_nothing_is_tried(
    tls_server, certificate, settings, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings.MAIL_RELAY = relay_to(tls_server("starttls"), "starttls", "wrong")

    with pytest.raises(RelayDown, match="535"):
        opened(settings.MAIL_RELAY)


@pytest.mark.parametrize(
    ("command", "code", "reply", "verdict"),
    [
        ("RCPT", 450, b"4.2.1 busy", "later"),
        ("RCPT", 550, b"5.1.1 unknown", "never"),
        ("RCPT", 550, b"5.7.1 relaying denied", "sender"),
        ("RCPT", 553, b"5.1.8 bad sender", "sender"),
        ("MAIL", 550, b"5.7.1 not you", "sender"),
        ("DATA", 554, b"5.6.0 content", "sender"),
        ("DATA", 452, b"4.3.1 full", "later"),
        ("RCPT", 421, b"4.3.2 closing", "lost"),
    ],
)
def test_reply_says_what_becomes_of_the_mail(command, code, reply, verdict):
    assert judged(command, code, reply).verdict.value == verdict


def test_reply_is_kept_in_one_line_without_the_address():
    assert masked("550 <Some.One@example.org>\r\nunknown\x00") == "550 <<address>> unknown"
    assert len(masked("x" * 900)) == 250


def test_b15_loopback_gets_everything_outside_production(settings):
    for host, everything in [("127.0.0.1", True), ("localhost", True), ("mail.example.org", False)]:
        settings.MAIL_RELAY = {"host": host}
        assert allowed("anybody@example.org") is everything
    settings.PRODUCTION = True
    assert allowed("anybody@example.org")


@pytest.mark.django_db
def test_idle_worker_costs_a_few_queries(mailbox, query_count):
    make_country()
    worker = Worker()
    worker.step()

    assert query_count(worker.step) <= 8

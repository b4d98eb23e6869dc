"""check_mail: each thing that mail needs is tried, and what is missing is named with its line."""

import functools
import socketserver
import ssl
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from django.core.management import CommandError, call_command

from alerts.checking import handover, names
from alerts.checking.names import LookupFailed, Names, look_up
from tests.support import mailbox as support
from tests.web.test_fetching import certificate

GOOD = {
    ("council.example", "TXT"): ["unrelated", "v=spf1 a:relay.council.example -all"],
    ("key1._domainkey.council.example", "TXT"): ["v=DKIM1; k=rsa; p=MIIB"],
    ("_dmarc.council.example", "TXT"): ["v=DMARC1; p=reject"],
    ("bounce.council.example", "TXT"): ["v=spf1 a:relay.council.example -all"],
    ("bounce.council.example", "MX"): ["10 mx.council.example."],
}


@pytest.fixture
def zone(monkeypatch, settings):
    """The records that there are, to be changed by the test."""
    records = dict(GOOD)
    monkeypatch.setattr(names, "look_up", lambda name, kind: records.get((name, kind), []))
    settings.DEFAULT_FROM_EMAIL = "Council <alerts@council.example>"
    settings.MAIL_DOMAIN = "bounce.council.example"
    settings.MAIL_DKIM_SELECTOR = "key1"
    return records


@pytest.fixture
def box(settings, tmp_path):
    (tmp_path / "new").mkdir()
    settings.BOUNCE_MAILBOX = {"kind": "maildir", "path": str(tmp_path)}


def relay(settings, **values):
    settings.MAIL_RELAY = {**settings.MAIL_RELAY, **values}


def check(capsys, *arguments):
    """(exit code, what it printed)."""
    try:
        call_command("check_mail", *arguments)
    except CommandError as error:
        return error.returncode, capsys.readouterr().out + str(error)
    return 0, capsys.readouterr().out


@pytest.mark.once
def test_all_is_well_and_a_test_mail_arrives(mailbox, zone, box, capsys):
    code, text = check(capsys, "--to", "postmaster@council.example")

    assert code == 0, text
    assert "MISSING" not in text
    (mail,) = mailbox.messages
    assert mail.recipients == ["postmaster@council.example"]
    assert mail.sender.endswith("@bounce.council.example")


@pytest.mark.once
def test_without_an_address_no_mail_is_sent(mailbox, zone, box, capsys):
    assert check(capsys)[0] == 0
    assert not mailbox.messages


@pytest.mark.once
@pytest.mark.parametrize(
    ("key", "records", "line"),
    [
        (("bounce.council.example", "TXT"), [],
         'bounce.council.example. TXT "v=spf1 ip4:<the address of this server> -all"'),
        (("bounce.council.example", "TXT"), ["v=spf1 -all", "v=spf1 mx -all"], "2 records"),
        (("bounce.council.example", "TXT"), ["v=spf1 +all"], "lets everybody send"),
        (("key1._domainkey.council.example", "TXT"), [],
         'key1._domainkey.council.example. TXT "v=DKIM1;'),
        (("key1._domainkey.council.example", "TXT"), ["v=DKIM1; p="], "revoked"),
        (("_dmarc.council.example", "TXT"), [],
         '_dmarc.council.example. TXT "v=DMARC1; p=quarantine;'),
        (("bounce.council.example", "MX"), [], "bounce.council.example. MX 10 "),
        (("bounce.council.example", "MX"), ["0 ."], "takes no mail"),
    ],
)  # fmt: skip
def test_missing_record_is_named_with_its_line(mailbox, zone, box, capsys, key, records, line):
    zone[key] = records

    code, text = check(capsys)

    assert code == 1
    assert "1 of 10 are missing" in text
    assert line in text


@pytest.mark.once
@pytest.mark.parametrize(
    ("host", "line"),
    [
        ("relay.other.example", "a:relay.other.example"),
        ("93.184.215.14", "ip4:93.184.215.14"),
        ("2606:2800:21f::1", "ip6:2606:2800:21f::1"),
    ],
)
def test_spf_names_the_relay(zone, settings, host, line):
    settings.MAIL_RELAY = {"host": host}
    del zone["bounce.council.example", "TXT"]

    assert f"v=spf1 {line} -all" in Names().spf().record


@pytest.mark.once
def test_relay_with_a_return_path_of_its_own_needs_no_spf_of_ours(zone, settings):
    settings.MAIL_RELAY = {"host": "email-smtp.eu-west-1.amazonaws.com"}
    del zone["bounce.council.example", "TXT"]

    assert Names().spf().is_well


@pytest.mark.once
def test_foreign_return_path_does_not_align(zone, settings):
    settings.MAIL_DOMAIN = "bounces.other.example"

    assert "do not belong together" in Names().alignment().words


@pytest.mark.once
def test_record_of_a_parent_counts_for_dmarc(zone, settings):
    settings.DEFAULT_FROM_EMAIL = "alerts@mail.council.example"

    assert Names().dmarc().is_well


@pytest.mark.once
def test_name_server_that_is_away_is_not_a_missing_record(mailbox, zone, box, capsys, monkeypatch):
    def fail(name, kind):
        raise LookupFailed(f"{name}: Timeout")

    monkeypatch.setattr(names, "look_up", fail)
    code, text = check(capsys)

    assert code == 1
    assert "could not be looked up" in text


@pytest.mark.once
def test_what_is_not_set_is_missing(zone, capsys, settings):
    settings.MAIL_RELAY = settings.BOUNCE_MAILBOX = None
    settings.MAIL_DKIM_SELECTOR = ""

    code, text = check(capsys)

    assert code == 1
    for name in ("EMAIL_URL", "BOUNCE_MAILBOX", "MAIL_DKIM_SELECTOR"):
        assert f"{name} is not set" in text


@pytest.mark.once
def test_relay_that_is_not_there_or_refuses_us_is_said(mailbox, zone, box, capsys, settings):
    mailbox.refuse("MAIL", "550 5.7.1 <alerts@council.example> not allowed")
    code, text = check(capsys)
    assert code == 1
    assert "is refused: 550 5.7.1 <<address>> not allowed" in text

    relay(settings, port=1)
    assert "MISSING  Relay: " in check(capsys)[1]


@pytest.mark.once
@pytest.mark.behavior("B15")
def test_test_mail_keeps_to_the_allowed_addresses(mailbox, zone, box, capsys, monkeypatch):
    monkeypatch.setattr(handover, "allowed", lambda address: False)

    assert "MAIL_ALLOW" in check(capsys, "--to", "stranger@example.org")[1]
    assert not mailbox.messages


@pytest.mark.once
def test_what_is_no_address_gets_no_mail(capsys):
    with pytest.raises(CommandError, match="no address"):
        call_command("check_mail", "--to", "x\r\nRCPT TO:<y@z>")


@pytest.mark.once
def test_clear_text_to_another_machine_is_a_fault(mailbox, zone, box, capsys, monkeypatch):
    monkeypatch.setattr(handover, "is_loopback", lambda host: False)

    assert "MISSING  TLS: mail goes in the clear" in check(capsys)[1]


PASSWORD = "pass-word-of-the-test"


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


@pytest.fixture
def secure_relay(settings, monkeypatch, tmp_path):
    """A relay with STARTTLS and a login, under a certificate that this test trusts."""
    pem = certificate(tmp_path, "localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    smtp = functools.partial(SMTP, tls_context=context, authenticator=authenticate)
    monkeypatch.setattr(support, "SMTP", smtp)
    server = support.MailServer(support.Mailbox())
    server.start()
    server.ready.wait(5)
    settings.MAIL_RELAY = {"host": "localhost", "port": server.port, "tls": "starttls"}
    relay(settings, user="portal", password=PASSWORD)
    yield pem
    server.stop()


@pytest.mark.once
def test_encryption_and_login_are_tried_and_no_secret_is_printed(
    secure_relay, zone, box, capsys, settings, monkeypatch
):
    assert "certificate" in check(capsys)[1].lower()
    monkeypatch.setenv("SSL_CERT_FILE", str(secure_relay))
    code, text = check(capsys)
    assert code == 0, text
    assert "TLSv1.3" in text
    assert "Login: accepted" in text

    relay(settings, password="another-pass-word")
    wrong = check(capsys)[1]
    assert "says: 535" in wrong
    assert PASSWORD not in text + wrong
    assert "another-pass-word" not in wrong


class NameServer(socketserver.BaseRequestHandler):
    def handle(self):
        raw, socket = self.request
        question = dns.message.from_wire(raw)
        answer = dns.message.make_response(question)
        name = question.question[0].name
        if str(name) == "there.example.":
            text = '"v=spf1 " "-all"'
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", text))
        elif str(name) == "broken.example.":
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif str(name) == "nothing.example.":
            answer.set_rcode(dns.rcode.NXDOMAIN)
        socket.sendto(answer.to_wire(), self.client_address)


@pytest.mark.once
def test_records_are_looked_up_by_the_resolver_of_the_system(monkeypatch):
    server = socketserver.UDPServer(("127.0.0.1", 0), NameServer)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], server.server_address[1]
    monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
    monkeypatch.setattr(names, "SECONDS", 2)

    assert look_up("there.example", "TXT") == ["v=spf1 -all"]
    assert look_up("nothing.example", "TXT") == []
    assert look_up("empty.example", "TXT") == []
    with pytest.raises(LookupFailed, match=r"broken\.example"):
        look_up("broken.example", "TXT")
    server.shutdown()
    server.server_close()

"""The bounce mailbox over IMAP: a server of a few commands, spoken to by the real client."""

import imaplib
import re
import socketserver
import ssl
import threading

import pytest

from alerts.feedback import mailboxes
from alerts.feedback.mailboxes import KEPT, reason
from alerts.feedback.reading import read_mailbox
from web.environment import mailbox_from_url

pytestmark = pytest.mark.django_db


class Session(socketserver.StreamRequestHandler):
    """What a mailbox answers; `mails` is {uid: [bytes, flags]}."""

    def handle(self):
        self.say("* OK ready")
        for line in self.rfile:
            tag, _, command = line.decode().strip().partition(" ")
            self.server.heard.append(command)
            self.say(f"{tag} {self.answer(command)}")

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def answer(self, command):
        mails = self.server.mails
        if command.startswith("LOGIN"):
            right = command == 'LOGIN "bounces" "a \\"word\\""'
            return "OK welcome" if right else "NO wrong password"
        if command == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        if command.startswith("SELECT"):
            self.say(f"* {len(mails)} EXISTS")
        if command.startswith("UID SEARCH UNSEEN"):
            self.say("* SEARCH " + " ".join(n for n, (_raw, flags) in mails.items() if not flags))
        if command.startswith("UID SEARCH SEEN BEFORE"):
            self.say(
                "* SEARCH " + " ".join(n for n, (_raw, flags) in mails.items() if "old" in flags)
            )
        if command.startswith("UID FETCH"):
            raw = mails[command.split()[2]][0]
            self.say(f"* 1 FETCH (UID 1 BODY[]<0> {{{len(raw)}}}")
            self.wfile.write(raw + b")\r\n")
        if command.startswith("UID STORE"):
            mails[command.split()[2]][1].add(re.search(r"\\\w+", command)[0])
        if command == "EXPUNGE":
            for number in [n for n, (_raw, flags) in mails.items() if r"\Deleted" in flags]:
                del mails[number]
        return "OK done"


@pytest.fixture
def imap(settings, monkeypatch):
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
    server.mails, server.heard, server.daemon_threads = {}, [], True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings.BOUNCE_MAILBOX = mailbox_from_url("imaps://bounces:a%20%22word%22@mail.example.org/In")
    settings.CANARY_HOURS = 0
    monkeypatch.setattr(  # the same client, without TLS
        mailboxes, "connect", lambda box: imaplib.IMAP4("127.0.0.1", server.server_address[1])
    )
    yield server
    server.shutdown()
    server.server_close()


def test_new_mails_are_read_once_and_marked(imap):
    imap.mails = {"7": [b"Subject: one\r\n\r\n", set()], "9": [b"\xff" * 500, set()]}

    assert read_mailbox() == 2
    assert read_mailbox() == 0

    assert 'SELECT "In"' in imap.heard
    assert {flag for _raw, flags in imap.mails.values() for flag in flags} == {r"\Seen"}


def test_what_was_read_long_ago_is_removed(imap):
    imap.mails = {"7": [b"", {"old"}], "9": [b"", {r"\Seen"}]}

    read_mailbox()

    assert list(imap.mails) == ["9"]
    asked = next(command for command in imap.heard if "BEFORE" in command)
    assert re.fullmatch(r"UID SEARCH SEEN BEFORE \d{1,2}-[A-Z][a-z]{2}-\d{4}", asked)
    assert KEPT.days == 30


def test_wrong_password_is_said_without_it(imap, settings, caplog):
    settings.BOUNCE_MAILBOX["password"] = "other"

    assert read_mailbox() == 0

    assert "cannot be read: error" in caplog.text
    assert "word" not in caplog.text
    assert "other" not in caplog.text


@pytest.mark.once
@pytest.mark.parametrize(
    "url", ["maildir://", "imap://x@mail.example.org", "pop3://x", "imaps:///x"]
)
def test_address_of_another_kind_is_refused_at_the_start(url):
    with pytest.raises(Exception, match="BOUNCE_MAILBOX"):
        mailbox_from_url(url)


@pytest.mark.once
def test_address_of_a_maildir_is_its_path():
    assert mailbox_from_url("maildir:///var/mail/a%20b")["path"] == "/var/mail/a b"
    assert mailbox_from_url("") is None


def test_reason_is_what_this_machine_says_and_no_word_of_a_server():
    assert reason(ConnectionRefusedError(111, "Connection refused")).endswith("Connection refused")
    assert reason(imaplib.IMAP4.error("LOGIN hush failed")) == "error"
    assert reason(ssl.SSLError(1, "hush")) == "SSLError"
    untrusted = ssl.SSLCertVerificationError()
    untrusted.verify_message = "self-signed certificate"
    assert reason(untrusted).endswith("self-signed certificate")

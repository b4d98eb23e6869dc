"""A connection to the mail server: reached, encrypted, signed in."""

import base64
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field

from django.conf import settings

from .replies import Garbled, Replies
from .verdicts import masked, words

CONNECT_TIMEOUT = 10
TIMEOUT = 15  # seconds for each answer
# To the content, which may be searched for viruses first: who is given up too early gets it again.
CONTENT_TIMEOUT = 45


class RelayDown(Exception):
    """The mail server cannot be reached or does not let us in; nothing was handed over."""


@dataclass
class Connection:
    """A socket with a greeting behind it, and what the server offers."""

    socket: socket.socket
    replies: Replies = field(default_factory=Replies)
    offers: dict = field(default_factory=dict)  # {"AUTH": "PLAIN LOGIN", "PIPELINING": ""}

    def ask(self, command, *expected, hidden=False):
        """Say one line and wait for its reply; RelayDown unless its code is expected."""
        self.socket.sendall(command.encode("ascii") + b"\r\n")
        return self.answer(*expected, to="sign-in" if hidden else command)

    def answer(self, *expected, to=""):
        until = time.monotonic() + TIMEOUT
        while True:
            self.socket.settimeout(max(0.01, until - time.monotonic()))
            data = self.socket.recv(4096)
            if not data:
                raise RelayDown(f"The mail server hung up{f' after {to}' if to else ''}.")
            for code, text in self.replies.feed(data):
                if code not in expected:
                    raise RelayDown(words(code, text))
                return code, text

    def greet(self):
        _code, text = self.ask(f"EHLO {own_name()}", 250)
        lines = [line.decode("ascii", "replace").partition(" ") for line in text.split(b"\n")[1:]]
        self.offers = {word.upper(): more.upper() for word, _blank, more in lines}

    def encrypt(self, host):
        """From here on in TLS; what was said in clear before counts for nothing."""
        context = ssl.create_default_context()
        self.socket = context.wrap_socket(self.socket, server_hostname=host)
        self.replies = Replies()

    def sign_in(self, user, password):
        mechanisms = self.offers.get("AUTH", "").split()
        if "PLAIN" in mechanisms:
            self.ask(
                f"AUTH PLAIN {base64_of(f'{chr(0)}{user}{chr(0)}{password}')}", 235, hidden=True
            )
        elif "LOGIN" in mechanisms:
            self.ask("AUTH LOGIN", 334)
            self.ask(base64_of(user), 334, hidden=True)
            self.ask(base64_of(password), 235, hidden=True)
        else:
            raise RelayDown("The mail server offers no way to sign in with a password.")


def opened(relay):
    """A connection that is ready for mail; RelayDown with the reason if there is none to be had."""
    if not relay:
        raise RelayDown("No mail server is set (EMAIL_URL).")
    try:
        reached = socket.create_connection((relay["host"], relay["port"]), CONNECT_TIMEOUT)
    except OSError as error:
        raise RelayDown(masked(str(error))) from error
    connection = Connection(reached)
    try:
        prepare(connection, relay)
    except (OSError, ValueError, Garbled, RelayDown) as error:
        connection.socket.close()
        raise RelayDown(masked(str(error) or type(error).__name__)) from error
    return connection


def prepare(connection, relay):
    connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.socket.settimeout(TIMEOUT)
    if relay["tls"] == "implicit":
        connection.encrypt(relay["host"])
    connection.answer(220)
    connection.greet()
    if relay["tls"] == "starttls":
        if "STARTTLS" not in connection.offers:
            raise RelayDown("The mail server does not offer STARTTLS.")
        connection.ask("STARTTLS", 220)
        connection.encrypt(relay["host"])
        connection.greet()
    if relay["user"]:
        connection.sign_in(relay["user"], relay["password"])


def own_name():
    return settings.MAIL_DOMAIN or "localhost"


def base64_of(text):
    return base64.b64encode(text.encode()).decode()


class Opening(threading.Thread):
    """Opens a connection while others work."""

    def __init__(self):
        super().__init__(daemon=True)
        self.connection = self.error = None
        self.start()

    def run(self):
        try:
            self.connection = opened(settings.MAIL_RELAY)
        except RelayDown as error:
            self.error = error
        except Exception as error:  # whatever it is, the worker has to hear of it
            self.error = RelayDown(masked(str(error) or type(error).__name__))

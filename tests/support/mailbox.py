"""A mail server inside the test: it keeps what it is handed, and refuses on request."""

import asyncio
import threading
import time
from email import message_from_bytes, policy

import pytest
from aiosmtpd.smtp import SMTP


def address_of(person):
    return getattr(person, "email", person).lower()


class Mail:
    """One mail as it arrived: the envelope, and the parsed message."""

    def __init__(self, envelope):
        self.sender = envelope.mail_from
        self.recipients = [address.lower() for address in envelope.rcpt_tos]
        self.raw = envelope.content
        self.message = message_from_bytes(envelope.content, policy=policy.default)

    def __getitem__(self, header):
        return self.message[header]

    def __repr__(self):
        return f"<Mail to {', '.join(self.recipients)}: {self.subject}>"

    @property
    def subject(self):
        return str(self.message["Subject"] or "")

    @property
    def text(self):
        return self.part("plain")

    @property
    def html(self):
        return self.part("html")

    def part(self, kind):
        body = self.message.get_body((kind,))
        return body.get_content() if body else ""


class Refusal:
    """Answer `reply` to one SMTP command, for one address or all, so many times or always."""

    def __init__(self, command, reply, to, times):
        self.command, self.reply, self.to, self.times = command, reply, to, times

    def answers(self, command, addresses):
        if self.times == 0 or command != self.command:
            return False
        if self.to and address_of(self.to) not in [address.lower() for address in addresses]:
            return False
        if self.times:
            self.times -= 1
        return True


class Mailbox:
    """`count(to=member)`, `to(member)`, `messages`, `clear()`; faults by `refuse()` and others."""

    def __init__(self):
        self.clear()

    def clear(self):
        """Forget mail and faults."""
        self.messages = []
        self.refusals = []
        self.delay = 0
        self.replies_to_lose = 0
        self.connections = 0
        self.pipelining = True

    def to(self, person):
        return [mail for mail in self.messages if address_of(person) in mail.recipients]

    def count(self, to=None):
        return len(self.to(to)) if to else len(self.messages)

    def last(self, to):
        """The newest mail to that person; fails plainly where there is none."""
        found = self.to(to)
        assert found, f"no mail to {address_of(to)}; there is {self.messages}"
        return found[-1]

    def refuse(self, command, reply, to=None, times=None):
        """`refuse("RCPT", "550 5.1.1 unknown", to=member)`; command is MAIL, RCPT or DATA.

        A reply that begins with 421 ends the connection too.
        """
        self.refusals.append(Refusal(command, reply, to, times))

    def lose_reply(self, times=1):
        """Take the next mails, and hang up before saying so."""
        self.replies_to_lose = times

    def slow_down(self, seconds):
        """Wait before each answer to DATA."""
        self.delay = seconds

    def wait_for(self, number, timeout=10):
        """Wait until that many mails are here, sent by another process or thread."""
        until = time.monotonic() + timeout
        while self.count() < number and time.monotonic() < until:
            time.sleep(0.02)
        assert self.count() >= number, f"{self.count()} mails after {timeout} s, not {number}"

    def refusal(self, command, addresses, server):
        for refusal in self.refusals:
            if refusal.answers(command, addresses):
                if refusal.reply.startswith("421"):
                    server.loop.call_later(0.01, server.transport.close)
                return refusal.reply
        return None

    # The names below are aiosmtpd's.

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]] if self.pipelining else responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if reply := self.refusal("MAIL", [address], server):
            return reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 sender ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if reply := self.refusal("RCPT", [address], server):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 recipient ok"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.delay)
        if reply := self.refusal("DATA", envelope.rcpt_tos, server):
            return reply
        self.messages.append(Mail(envelope))
        if self.replies_to_lose:
            self.replies_to_lose -= 1
            server.transport.close()
        return "250 2.0.0 kept"


class MailServer(threading.Thread):
    """aiosmtpd on a free port of this machine, in a thread of its own."""

    def __init__(self, handler):
        super().__init__(daemon=True)
        self.handler = handler
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()

    def run(self):
        asyncio.set_event_loop(self.loop)
        factory = lambda: SMTP(self.handler, loop=self.loop, hostname="mailbox.example.org")  # noqa: E731
        server = self.loop.run_until_complete(self.loop.create_server(factory, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        self.loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()

    def stop(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.join(timeout=5)


@pytest.fixture
def mailbox(settings):
    """Mail of this test lands here; the worker's relay and Django's own backend point at it."""
    box = Mailbox()
    server = MailServer(box)
    server.start()
    server.ready.wait(5)
    settings.MAIL_RELAY = {
        "host": "127.0.0.1",
        "port": server.port,
        "user": "",
        "password": "",
        "tls": "",
    }
    box.port = server.port
    # Django swaps the backend for the length of a test run; here the real one is meant.
    settings.EMAIL_BACKEND = "alerts.letters.LetterBackend"
    yield box
    server.stop()

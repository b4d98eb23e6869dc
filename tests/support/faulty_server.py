"""A mail server that fails in the ways mail servers do, by chance and on request.

It reads pipelined commands (RFC 2920), keeps of each message who it was for and its
Message-ID, and runs in a thread of its own. What goes wrong is drawn from a seed.
"""

import asyncio
import random
import re
import threading
import time
import zlib
from collections import Counter
from dataclasses import dataclass, field

MESSAGE_ID = re.compile(rb"(?im)^message-id:\s*(<[^>]+>)")
ADDRESS = re.compile(rb"<([^>]*)>")
END = b"\r\n.\r\n"


@dataclass
class Faults:
    """Shares are of 1; a share of addresses always meets the same people."""

    later: float = 0  # 450 to RCPT
    never: float = 0  # 550 to RCPT, for this share of addresses
    cut: float = 0  # hang-up in the middle of the content
    lose: float = 0  # the message is taken, and the connection ends before it says so
    close_every: int = 0  # 421 to every so many-th MAIL
    unwelcome: float = 0  # 421 instead of a greeting
    leave: float = 0  # hang-up right after 354
    gray: bool = False  # 451 to the first RCPT for each address
    lenient: bool = False  # 354 even if no recipient was taken
    wordy: bool = False  # every reply in several lines, and the bytes one by one
    rate: float = 0  # messages a second over all connections; 0: as fast as it can
    seed: int = 1

    def refuses(self, address):
        return zlib.crc32(address) % 10_000 < self.never * 10_000


@dataclass
class Taken:
    """One message that was accepted."""

    recipient: str
    message_id: str
    at: float


class Session(asyncio.Protocol):
    """One connection. Commands are answered in order, several to a write."""

    def __init__(self, server):
        self.server, self.waiting = server, bytearray()
        self.recipients, self.in_data, self.held = [], False, False

    def connection_made(self, transport):
        self.transport = transport
        self.server.sessions.add(self)
        if self.server.chance(self.server.faults.unwelcome):
            self.server.happened["not welcome"] += 1
            self.answer("421 4.3.2 too many connections")
            transport.close()
            return
        self.answer("220 mail.example.org")

    def connection_lost(self, error):
        self.server.sessions.discard(self)

    def data_received(self, data):
        self.waiting += data
        self.go_on()

    def go_on(self):
        while not self.held and not self.transport.is_closing():
            if self.in_data:
                if not self.read_content():
                    return
                continue
            line, found, rest = self.waiting.partition(b"\r\n")
            if not found:
                return
            self.waiting = rest
            self.command(bytes(line))

    def answer(self, words):
        if not self.server.faults.wordy:
            self.transport.write(words.encode() + b"\r\n")
            return
        self.server.happened["in pieces"] += 1
        head, _line, last = words.rpartition("\r\n")
        more = f"{head}\r\n" if head else f"{last[:3]}-\r\n{last[:3]}-so it is:\r\n"
        for byte in f"{more}{last}\r\n".encode():
            self.transport.write(bytes([byte]))

    def command(self, line):
        verb = line[:4].upper().decode("ascii", "replace").strip()
        answer = getattr(self, f"on_{verb}", None)
        if answer:
            answer(line)
        else:
            self.answer("250 2.0.0 ok")

    def on_EHLO(self, line):
        self.answer("250-mail.example.org\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 10485760")

    def on_MAIL(self, line):
        self.recipients = []
        if self.server.time_to_close():
            self.server.happened["421"] += 1
            self.answer("421 4.3.2 closing")
            self.transport.close()
            return
        self.answer("250 2.1.0 ok")

    def on_RCPT(self, line):
        faults, address = self.server.faults, ADDRESS.search(line).group(1).lower()
        if faults.refuses(address):
            self.server.happened["550"] += 1
            self.answer("550 5.1.1 no such mailbox")
        elif self.server.chance(faults.later):
            self.server.happened["450"] += 1
            self.answer("450 4.2.1 try again later")
        elif faults.gray and address not in self.server.known:
            self.server.known.add(address)
            self.server.happened["451"] += 1
            self.answer("451 4.7.1 greylisted, try again")
        else:
            self.recipients.append(address.decode())
            self.answer("250 2.1.5 ok")

    def on_DATA(self, line):
        if not self.recipients and not self.server.faults.lenient:
            self.answer("503 5.5.1 no recipient")
            return
        self.in_data = True
        self.answer("354 go on")
        if self.recipients and self.server.chance(self.server.faults.leave):
            self.server.happened["left after 354"] += 1
            self.transport.close()

    def on_RSET(self, line):
        self.recipients = []
        self.answer("250 2.0.0 ok")

    def on_QUIT(self, line):
        self.answer("221 2.0.0 bye")
        self.transport.close()

    def read_content(self):
        """True once the whole content is here and was dealt with."""
        if self.recipients and self.waiting and self.server.chance_of_cut(self):
            self.server.happened["cut"] += 1
            self.transport.abort()
            return False
        if self.waiting.startswith(END[2:]):  # nothing at all before the dot
            content, found, rest = b"", END, self.waiting[len(END) - 2 :]
        else:
            content, found, rest = self.waiting.partition(END)
        if not found:
            return False
        self.waiting, self.in_data, self.asked_to_cut = rest, False, False
        wait = self.server.wait()
        if wait:
            self.held = True
            asyncio.get_running_loop().call_later(wait, self.take, bytes(content))
        else:
            self.take(bytes(content))
        return True

    asked_to_cut = False

    def take(self, content):
        self.held = False
        if self.transport.is_closing():
            return
        if not self.recipients:
            self.server.happened["content for nobody"] += bool(content)
            self.answer("554 5.5.1 no valid recipient")
            self.go_on()
            return
        self.server.take(self.recipients, content)
        if self.server.chance(self.server.faults.lose):
            self.server.happened["reply lost"] += 1
            self.transport.abort()
            return
        self.answer("250 2.0.0 taken")
        self.go_on()


@dataclass
class FaultyServer:
    faults: Faults = field(default_factory=Faults)
    port: int = 0

    def __post_init__(self):
        self.dice = random.Random(self.faults.seed)
        self.taken, self.sessions, self.happened = [], set(), Counter()
        self.known = set()  # addresses that were put off once
        self.begun = self.free_at = 0
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        self.open()
        return self

    def __exit__(self, *error):
        self.close()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()

    def open(self):
        """Listen, again at the same port."""
        self.do(self.listen())

    def close(self):
        """Hang up on everybody and listen no more."""
        self.do(self.shut())

    def do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    async def listen(self):
        create = self.loop.create_server
        self.listener = await create(lambda: Session(self), "127.0.0.1", self.port)
        self.port = self.listener.sockets[0].getsockname()[1]

    async def shut(self):
        self.listener.close()
        for session in list(self.sessions):
            session.transport.abort()

    def chance(self, share):
        return bool(share) and self.dice.random() < share

    def chance_of_cut(self, session):
        """Asked once a message, however many pieces it comes in."""
        if session.asked_to_cut:
            return False
        session.asked_to_cut = True
        return self.chance(self.faults.cut)

    def time_to_close(self):
        self.begun += 1
        every = self.faults.close_every
        return bool(every) and self.begun % every == 0

    def wait(self):
        """How long this message has to wait for its turn."""
        if not self.faults.rate:
            return 0
        now = time.monotonic()
        self.free_at = max(now, self.free_at) + 1 / self.faults.rate
        return self.free_at - now

    def take(self, recipients, content):
        found = MESSAGE_ID.search(content)
        name = found.group(1).decode() if found else ""
        now = time.monotonic()
        if len(recipients) != 1:
            self.happened["several recipients"] += 1
        self.taken += [Taken(recipient, name, now) for recipient in recipients]

    def wait_for(self, number, timeout=60):
        """Wait until that many messages were taken; True if they were in time."""
        until = time.monotonic() + timeout
        while len(self.taken) < number and time.monotonic() < until:
            time.sleep(0.01)
        return len(self.taken) >= number

    @property
    def duplicates(self):
        """How often somebody got a message that they had."""
        return sum(count - 1 for count in Counter(mail.recipient for mail in self.taken).values())

    @property
    def changed_ids(self):
        """People who got it under more than one Message-ID."""
        pairs = {(mail.recipient, mail.message_id) for mail in self.taken}
        return len(pairs) - len({recipient for recipient, _name in pairs})

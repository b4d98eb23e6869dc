"""One connection at work: bytes in and out, without ever waiting for them."""

import contextlib
import ssl
import time

from . import opening
from .dialogue import Dialogue, answer_in_flight
from .replies import Garbled
from .verdicts import masked

BLOCKED = (BlockingIOError, InterruptedError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
AT_ONCE = 8192


class Line:
    """`supply()` gives the next message or None, `begun(message)` hears that content goes out.

    `settle(message, answer)` hears what became of each.
    """

    def __init__(self, connection, supply, begun, settle):
        self.socket, self.replies = connection.socket, connection.replies
        self.dialogue = Dialogue("PIPELINING" in connection.offers)
        self.supply, self.begun, self.settle = supply, begun, settle
        self.socket.setblocking(False)
        self.is_encrypted = isinstance(self.socket, ssl.SSLSocket)
        self.unwritten, self.is_watched = b"", False  # watched: for room to write more
        self.written = self.content_end = 0  # bytes since the beginning
        self.heard_at = time.monotonic()

    def fileno(self):
        return self.socket.fileno()

    @property
    def is_free(self):
        return self.dialogue.is_free

    @property
    def is_idle(self):
        return self.dialogue.is_idle

    @property
    def is_busy(self):
        return bool(self.dialogue.inside or self.dialogue.next)

    @property
    def in_hand(self):
        return [each for each in (self.dialogue.inside, self.dialogue.next) if each]

    @property
    def deadline(self):
        """When to give up: after a silence, and in any case with the lease of a message."""
        silence = opening.CONTENT_TIMEOUT if self.dialogue.inside else opening.TIMEOUT
        return min([self.heard_at + silence, *(message.until for message in self.in_hand)])

    def go_on(self):
        """Say what can be said now: content that is waited for, and the next envelope."""
        dialogue = self.dialogue
        if dialogue.closed:
            return
        if dialogue.agreed:
            self.begun(dialogue.next)
            content = dialogue.next.content()
            dialogue.hand_over(content)
            self.content_end = self.written + len(self.unwritten) + len(content)
        if dialogue.is_free and (message := self.supply()):
            if dialogue.is_idle:
                self.heard_at = time.monotonic()  # the wait for its answers begins now
            dialogue.begin(message)
        if dialogue.say:
            self.unwritten += b"".join(dialogue.say)
            dialogue.say.clear()
            self.write()

    def write(self):
        try:
            sent = self.socket.send(self.unwritten)
        except BLOCKED:
            return
        self.written += sent
        self.unwritten = self.unwritten[sent:]

    def read(self):
        """Deal with what has come; OSError once the server hung up."""
        while True:
            try:
                data = self.socket.recv(AT_ONCE)
            except BLOCKED:
                return
            if not data:
                raise ConnectionResetError("The mail server hung up.")
            self.hear(data)
            self.heard_at = time.monotonic()
            # TLS may hold more than the selector can see.
            if len(data) < AT_ONCE and not (self.is_encrypted and self.socket.pending()):
                return

    def hear(self, data):
        """Settle what the server decides; what nearly always comes is known as a whole."""
        dialogue, answer = self.dialogue, answer_in_flight(data)
        if answer and dialogue.awaits_flight and self.replies.is_between:
            self.settle(dialogue.take_flight(), answer)
            return
        for code, text in self.replies.feed(data):
            self.settle_all(dialogue.receive(code, text))

    def settle_all(self, decided):
        for message, answer in decided:
            self.settle(message, answer)

    def give_up(self, reason):
        """Hang up, and settle the messages in hand."""
        self.hang_up()
        sent = self.written >= self.content_end
        self.settle_all(self.dialogue.abandon(masked(reason), content_sent=sent))

    def quit(self):
        if self.is_idle and not self.unwritten:
            with contextlib.suppress(OSError):
                self.socket.send(b"QUIT\r\n")
        self.hang_up()

    def hang_up(self):
        with contextlib.suppress(OSError):
            self.socket.close()


FAULTS = (OSError, Garbled)

"""The SMTP client: what it says, in which order, and what it makes of the answers."""

import contextlib
import socket
import threading
import time
from collections import deque
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.engine.smtp import Lines, RelayDown, Start, Verdict, opened
from alerts.engine.smtp.dialogue import Dialogue
from alerts.engine.smtp.line import Line
from alerts.engine.smtp.opening import Connection
from alerts.engine.smtp.replies import Garbled, Replies
from tests.support.faulty_server import Faults, FaultyServer

pytestmark = pytest.mark.once
NOWHERE = {"host": "127.0.0.1", "user": "", "password": "", "tls": ""}
CONTENT = b"Subject: x\r\n\r\ntext\r\n.\r\n"


def letter(number=1):
    return SimpleNamespace(
        number=number,
        sender=b"s%d@example.org" % number,
        recipient=b"r%d@example.org" % number,
        content=lambda: CONTENT,
        until=time.monotonic() + 60,
    )


def envelope(number=1):
    return b"MAIL FROM:<s%d@example.org>\r\nRCPT TO:<r%d@example.org>\r\nDATA\r\n" % (
        number,
        number,
    )


def said(dialogue):
    words = b"".join(dialogue.say)
    dialogue.say.clear()
    return words


def answers(dialogue, *replies):
    """The verdicts that these replies decide: [(number, verdict)]."""
    decided = []
    for reply in replies:
        code, _blank, text = reply.partition(" ")
        decided += dialogue.receive(int(code), text.encode())
    return [(message.number, answer.verdict.value) for message, answer in decided]


# What is said ---------------------------------------------------------------------------


@pytest.mark.behavior("B1")
def test_content_and_the_next_envelope_go_out_together():
    dialogue = Dialogue(pipelining=True)
    dialogue.begin(letter(1))
    assert said(dialogue) == envelope(1)
    assert not dialogue.is_free

    assert answers(dialogue, "250 ok", "250 ok", "354 go on") == []
    dialogue.hand_over(CONTENT)
    dialogue.begin(letter(2))
    assert said(dialogue) == CONTENT + envelope(2)

    assert answers(dialogue, "250 kept", "250 ok", "250 ok", "354 go on") == [(1, "accepted")]
    assert dialogue.agreed


@pytest.mark.behavior("B16")
def test_without_pipelining_each_command_waits_for_its_reply():
    dialogue = Dialogue(pipelining=False)
    dialogue.begin(letter())
    heard = [said(dialogue)]
    for reply in ("250 ok", "250 ok"):
        answers(dialogue, reply)
        heard.append(said(dialogue))
    answers(dialogue, "354 go on")
    dialogue.hand_over(CONTENT)

    assert b"".join(heard) == envelope()
    assert all(each.count(b"\r\n") == 1 for each in heard)
    assert not dialogue.is_free
    assert answers(dialogue, "250 kept") == [(1, "accepted")]
    assert dialogue.is_free


@pytest.mark.behavior("B5")
def test_server_that_takes_content_without_a_recipient_gets_a_lone_dot_and_nobody_got_it():
    dialogue = Dialogue(pipelining=True)
    dialogue.begin(letter(1))
    said(dialogue)

    assert answers(dialogue, "250 ok", "550 5.1.1 unknown", "354 go on") == [(1, "never")]
    dialogue.begin(letter(2))
    assert said(dialogue) == b".\r\nRSET\r\n" + envelope(2)
    # Even a server that says "kept" to the empty message decides nothing by that.
    assert answers(dialogue, "250 kept", "250 ok", "250 ok", "250 ok", "354 go on") == []
    assert dialogue.agreed


@pytest.mark.parametrize(
    ("replies", "verdict"),
    [
        (["250 ok", "450 4.2.1 busy", "503 no recipient"], "later"),
        (["250 ok", "550 5.1.1 unknown", "554 no recipient"], "never"),
        (["250 ok", "550 5.7.1 relaying denied", "503 no recipient"], "sender"),
        (["550 5.7.1 not you", "503 sender first", "503 sender first"], "sender"),
        (["452 4.3.1 full", "503 sender first", "503 sender first"], "later"),
        (["250 ok", "250 ok", "451 4.3.0 not now"], "later"),
        (["250 ok", "250 ok", "554 5.5.1 no"], "sender"),
        (["250 ok", "251 forwarded", "250 odd"], "later"),
    ],
)
@pytest.mark.behavior("B4", "B5", "B6")
def test_refused_envelope_is_taken_back_before_the_next_one(replies, verdict):
    dialogue = Dialogue(pipelining=True)
    dialogue.begin(letter(1))
    said(dialogue)

    assert answers(dialogue, *replies) == [(1, verdict)]
    dialogue.begin(letter(2))
    assert said(dialogue) == b"RSET\r\n" + envelope(2)
    assert answers(dialogue, "250 ok", "250 ok", "250 ok", "354 go on") == []


@pytest.mark.parametrize(("accepted", "verdict"), [(0, "sender"), (1, "never"), (2, "sender")])
@pytest.mark.behavior("B5", "B6")
def test_without_pipelining_nothing_follows_a_refusal(accepted, verdict):
    dialogue = Dialogue(pipelining=False)
    dialogue.begin(letter(1))
    decided = answers(dialogue, *["250 ok"] * accepted, "550 5.1.1 no")
    said(dialogue)

    assert decided == [(1, verdict)]
    dialogue.begin(letter(2))
    assert said(dialogue) == b"RSET\r\n"
    answers(dialogue, "250 ok")
    assert said(dialogue) == b"MAIL FROM:<s2@example.org>\r\n"


# What becomes of messages in hand ---------------------------------------------------------


def under_way(replies):
    """Two messages as far as these replies bring them."""
    dialogue = Dialogue(pipelining=True)
    dialogue.begin(letter(1))
    decided = []
    for reply in replies:
        decided += answers(dialogue, reply)
        if dialogue.agreed:
            dialogue.hand_over(CONTENT)
            if dialogue.next is None and not decided:
                dialogue.begin(letter(2))
    return dialogue, decided


STEPS = [
    ([], [(1, "lost")]),
    (["250 ok"], [(1, "lost")]),
    (["250 ok", "250 ok"], [(1, "lost")]),
    (["250 ok", "550 5.1.1 no"], [(1, "never")]),
    (["250 ok", "250 ok", "354 go"], [(1, "unsure"), (2, "lost")]),
    (["250 ok", "250 ok", "354 go", "250 kept"], [(2, "lost")]),
    (["250 ok", "250 ok", "354 go", "250 kept", "250 ok"], [(2, "lost")]),
    (["250 ok", "250 ok", "354 go", "250 kept", "250 ok", "250 ok", "354 go"], [(2, "unsure")]),
]


@pytest.mark.parametrize(("replies", "left"), STEPS)
@pytest.mark.behavior("B7", "B8")
def test_hang_up_leaves_in_doubt_only_what_was_handed_over(replies, left):
    dialogue, _decided = under_way(replies)

    lost = dialogue.abandon("hung up")

    assert [(message.number, answer.verdict.value) for message, answer in lost] == left
    assert not dialogue.is_free


@pytest.mark.parametrize(("replies", "left"), STEPS)
@pytest.mark.behavior("B7")
def test_421_at_any_step_says_that_the_message_was_not_taken(replies, left):
    dialogue, _decided = under_way(replies)

    decided = answers(dialogue, "421 4.3.2 closing")

    assert [number for number, _verdict in decided] == [number for number, _verdict in left]
    assert {verdict for _number, verdict in decided} <= {"lost", "never"}
    assert dialogue.closed
    assert answers(dialogue, "250 too late") == []


def test_content_that_never_left_whole_was_not_taken():
    dialogue, _decided = under_way(["250 ok", "250 ok", "354 go"])

    (first, _second) = dialogue.abandon("hung up", content_sent=False)

    assert first[1].verdict is Verdict.LOST


def test_reply_to_nothing_ends_the_conversation():
    with pytest.raises(Garbled):
        Dialogue(pipelining=True).receive(250, b"ok")


@given(st.lists(st.integers(1, 40), max_size=20))
def test_replies_are_the_same_however_they_are_cut(cuts):
    data = b"250-one\r\n250-two\r\n250 three\r\n354 go on\r\n550\r\n250 2.0.0 kept\r\n"
    replies, found = Replies(), []
    for cut in cuts:
        found += replies.feed(data[:cut])
        data = data[cut:]
    found += replies.feed(data)

    assert found == [
        (250, b"one\ntwo\nthree"), (354, b"go on"), (550, b""), (250, b"2.0.0 kept"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [b"x" * 5000, b"250 " + b"x" * 5000 + b"\r\n", b"250-more\r\n" * 200, b"HTTP/1.1 400\r\n",
     b"\r\n", "２５０ ok\r\n".encode()],
)  # fmt: skip
def test_what_is_no_reply_is_refused_and_never_collected(data):
    replies = Replies()
    with pytest.raises(Garbled):
        replies.feed(data)


def line_under_way():
    """A line that sent the content of one message and the envelope of the next."""
    told = []
    near, _far = socket.socketpair()
    connection = Connection(near, offers={"PIPELINING": ""})
    line = Line(connection, lambda: None, None, lambda *what: told.append(what))
    line.dialogue.begin(letter(1))
    line.hear(b"250 ok\r\n250 ok\r\n354 go on\r\n")
    line.dialogue.hand_over(CONTENT)
    line.dialogue.begin(letter(2))
    return line, told


@pytest.mark.parametrize("taken", [b"250", b"251"])
@pytest.mark.parametrize("pieces", [1, 2, 4])
@pytest.mark.behavior("B1")
def test_answers_that_come_together_decide_the_same_as_one_by_one(taken, pieces):
    line, told = line_under_way()
    replies = [b"250 kept\r\n", taken + b" ok\r\n", b"250 ok\r\n", b"354 go on\r\n"]

    for first in range(0, 4, 4 // pieces):
        line.hear(b"".join(replies[first : first + 4 // pieces]))

    ((message, answer),) = told
    assert (message.number, answer) == (1, (Verdict.ACCEPTED, "250 kept"))
    assert line.dialogue.agreed
    assert not line.dialogue.steps


@pytest.mark.parametrize(
    ("data", "verdicts"),
    [
        (b"250 kept\r\n250 ok\r\n550 5.1.1 unknown\r\n503 no\r\n", ["accepted", "never"]),
        (b"451 later\r\n250 ok\r\n250 ok\r\n354 go on\r\n", ["later"]),
        (b"250-kept\r\n250 here\r\n250 ok\r\n250 ok\r\n354 go on\r\n", ["accepted"]),
    ],
)
@pytest.mark.behavior("B1", "B4", "B5")
def test_answers_that_are_not_the_usual_ones_are_read_one_by_one(data, verdicts):
    line, told = line_under_way()

    line.hear(data)

    assert [answer.verdict.value for _message, answer in told] == verdicts


@pytest.mark.behavior("B1")
def test_what_was_decided_before_the_server_went_wrong_counts():
    line, told = line_under_way()
    with pytest.raises(Garbled):
        line.hear(b"250 kept\r\n250 ok\r\n250 ok\r\n354 go on\r\n250 once more\r\n")

    assert [message.number for message, _answer in told] == [1]


# With a server ----------------------------------------------------------------------------


class Scripted:
    """A mail server that behaves, on its n-th connection, as the n-th function says."""

    def __init__(self, *behaviors):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.kept, self.sessions, self.behaviors = [], [], list(behaviors)
        self.pipelining = True
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection = self.listener.accept()[0]
            except OSError:
                return
            behave = self.behaviors.pop(0) if self.behaviors else keeps_all
            session = Session(connection, self.kept, self.pipelining)
            self.sessions.append(session)
            threading.Thread(target=session.run, args=[behave], daemon=True).start()

    def close(self):
        self.listener.close()
        for session in self.sessions:
            session.hang_up()


class Session:
    def __init__(self, connection, kept, pipelining):
        self.connection, self.kept, self.pipelining = connection, kept, pipelining
        self.file = connection.makefile("rb")

    def run(self, behave):
        try:
            self.say("220 ready")
            self.file.readline()
            self.say("250-here\r\n250 " + ("PIPELINING" if self.pipelining else "HELP"))
            behave(self)
        except (OSError, ValueError):
            pass
        finally:
            self.hang_up()

    def say(self, words):
        self.connection.sendall(words.encode() + b"\r\n")

    def take(self):
        """One message: its recipient, once the content is here."""
        recipient = self.agree()
        self.read_content()
        self.kept.append(recipient)
        return recipient

    def agree(self):
        while True:
            line = self.file.readline().decode()
            if not line or line.startswith("QUIT"):
                raise OSError("over")
            if line.startswith("RCPT"):
                recipient = line.split("<")[1].partition("@")[0]
            self.say("354 go on" if line.startswith("DATA") else "250 ok")
            if line.startswith("DATA"):
                return recipient

    def read_content(self):
        while self.file.readline() != b".\r\n":
            pass

    def hang_up(self):
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.connection.close()


def keeps_all(session):
    while True:
        session.take()
        session.say("250 kept")


def hangs_up_after_one(session):
    session.take()
    session.say("250 kept")


def loses_the_reply(session):
    session.take()


def says_nothing(session):
    session.agree()
    time.sleep(30)


def takes_its_time(session):
    """One command at a time, and a second for each message."""
    while True:
        session.take()
        time.sleep(0.6)
        session.say("250 kept")


def talks_nonsense(session):
    session.agree()
    session.say("hello there")
    time.sleep(30)


@pytest.fixture
def relay(settings):
    servers = []

    def start(*behaviors):
        servers.append(Scripted(*behaviors))
        port = servers[-1].port
        settings.MAIL_RELAY = {**NOWHERE, "port": port}
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def turn(began):
    """A turn of a fifth of a second, as a worker has them."""
    return lambda message: Start.NOW if time.monotonic() - began < 0.2 else Start.NEVER


class Carrier:
    """Lines, and what they said of each message."""

    def __init__(self, number):
        self.told, self.begun = {}, []
        self.lines = Lines(
            number,
            begun=lambda message: self.begun.append(message.number),
            settle=lambda message, answer: self.told.setdefault(
                message.number, answer.verdict.value
            ),
        )

    def carry(self, messages, seconds=5):
        waiting, until = deque(messages), time.monotonic() + seconds
        while waiting and time.monotonic() < until:
            began = time.monotonic()
            if self.lines.connect():
                self.lines.carry(waiting, turn(began))
        return [message.number for message in waiting]


@pytest.mark.parametrize(
    ("behave", "broken"),
    [
        (hangs_up_after_one, {1: "accepted", 2: "lost"}),
        (loses_the_reply, {1: "unsure", 2: "lost"}),
        (talks_nonsense, {1: "lost unsure", 2: "lost accepted"}),
    ],
)
@pytest.mark.behavior("B7", "B8")
def test_broken_connection_is_replaced_and_the_others_go_on(relay, behave, broken):
    server = relay(behave)
    carrier = Carrier(1)

    assert carrier.carry(letter(number) for number in range(1, 6)) == []
    carrier.lines.finish()

    for number, verdicts in broken.items():
        assert carrier.told[number] in verdicts.split()
    assert [carrier.told[number] for number in (3, 4, 5)] == ["accepted"] * 3
    assert server.kept[-3:] == ["r3", "r4", "r5"]


@pytest.mark.behavior("B10")
def test_silent_connection_is_given_up_and_the_other_goes_on(relay, monkeypatch):
    monkeypatch.setattr("alerts.engine.smtp.opening.CONTENT_TIMEOUT", 0.5)
    monkeypatch.setattr("alerts.engine.smtp.lines.WORTH_A_LINE", 1)
    relay(says_nothing)
    carrier = Carrier(2)

    began = time.monotonic()
    assert carrier.carry([letter(number) for number in range(1, 21)]) == []
    carrier.lines.finish()

    assert time.monotonic() - began < 5
    assert carrier.told[1] == "unsure"
    assert sum(verdict == "accepted" for verdict in carrier.told.values()) >= 18


@pytest.mark.parametrize("pipelining", [True, False])
def test_relay_that_takes_long_is_not_taken_for_dead(relay, monkeypatch, pipelining):
    monkeypatch.setattr("alerts.engine.smtp.lines.PATIENCE", 0.2)
    server = relay(takes_its_time)
    server.pipelining = pipelining
    carrier = Carrier(1)

    assert carrier.carry([letter(1), letter(2), letter(3)]) == []
    carrier.lines.finish()

    assert carrier.told == {1: "accepted", 2: "accepted", 3: "accepted"}
    assert len(server.sessions) == 1


@pytest.mark.behavior("B8", "B10")
def test_reply_to_content_is_waited_for_longer_than_others(relay, monkeypatch):
    monkeypatch.setattr("alerts.engine.smtp.opening.TIMEOUT", 0.2)
    server = relay(takes_its_time)
    carrier = Carrier(1)

    assert carrier.carry([letter(1)]) == []
    carrier.lines.finish()

    assert carrier.told == {1: "accepted"}
    assert server.kept == ["r1"]


@pytest.mark.parametrize(
    ("faults", "happens"),
    [
        (Faults(unwelcome=0.4, close_every=4, seed=3), "not welcome"),
        (Faults(leave=0.2), "left after 354"),
        (Faults(gray=True), "451"),
        (Faults(later=0.4, lenient=True), "450"),
        (Faults(wordy=True, later=0.2), "in pieces"),
    ],
)
@pytest.mark.behavior("B4", "B5", "B7")
def test_odd_server_gets_every_message_once(settings, faults, happens):
    with FaultyServer(faults) as server:
        settings.MAIL_RELAY = {**NOWHERE, "port": server.port}
        told = retried({number: letter(number) for number in range(1, 31)})

    assert set(told.values()) == {"accepted"}
    assert sorted(mail.recipient for mail in server.taken) == sorted(
        f"r{number}@example.org" for number in range(1, 31)
    )
    assert server.happened[happens] > 0
    assert server.happened["content for nobody"] == 0


def retried(messages):
    """What became of each in the end: tried again at once for as long as a worker would."""
    told = {}
    for _round in range(30):
        carrier = Carrier(2)
        waiting = [each for number, each in messages.items() if told.get(number) != "accepted"]
        with contextlib.suppress(RelayDown):
            carrier.carry(waiting, seconds=2)
        carrier.lines.finish()
        told |= carrier.told
    return told


def test_content_is_announced_before_it_goes_out(relay):
    server = relay()
    carrier = Carrier(1)

    carrier.carry([letter(1), letter(2), letter(3)])
    carrier.lines.finish()

    assert carrier.begun == [1, 2, 3]
    assert server.kept == ["r1", "r2", "r3"]


def test_large_message_that_does_not_fit_at_once_goes_out_whole(relay):
    server = relay()
    carrier = Carrier(1)
    large = letter(1)
    large.content = lambda: b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * 100_000 + b".\r\n"

    carrier.carry([large, letter(2)])
    carrier.lines.finish()

    assert carrier.told == {1: "accepted", 2: "accepted"}
    assert server.kept == ["r1", "r2"]


def test_server_without_starttls_or_sign_in_is_refused(relay, settings):
    relay()
    for wrong in ({"tls": "starttls"}, {"user": "portal", "password": "secret-word"}):
        with pytest.raises(RelayDown) as refused:
            opened({**settings.MAIL_RELAY, **wrong})
        assert "secret-word" not in str(refused.value)

"""What is said on one connection, in which order; without the connection itself.

Where the server offers PIPELINING (RFC 2920), the content of a message and the envelope of
the next go out together: MAIL, RCPT and DATA are a group whose last command is DATA, and a
group may follow the content of the message before. A message then costs one round trip.
Elsewhere each command waits for the reply to the one before.
"""

from collections import deque
from functools import lru_cache

from .replies import Garbled, whole
from .verdicts import Answer, Verdict, judged, words

RSET, MAIL, RCPT, DATA, CONTENT, DOT = "RSET", "MAIL", "RCPT", "DATA", "CONTENT", "DOT"
GROUP, ENVELOPE = (MAIL, RCPT, DATA), b"MAIL FROM:<%b>\r\nRCPT TO:<%b>\r\nDATA\r\n"
FLIGHT, USUAL_CODES = deque((CONTENT, *GROUP)), [250, 250, 250, 354]


class Dialogue:
    """Messages have `sender` and `recipient`; their content is the caller's to send.

    At most two are in hand: `inside`, whose content was sent, and `next`, whose envelope is
    being agreed on. `say` collects what is to be sent.
    """

    def __init__(self, pipelining):
        self.pipelining = pipelining
        self.inside = self.next = self.refusal = None
        self.agreed = False  # the server waits for the content of `next`
        self.spoiled = False  # the server may still hold an envelope that came to nothing
        self.closed = False
        self.steps = deque()  # whose replies are to come
        self.unsaid = deque()  # commands that wait for the reply to the one before
        self.say = []

    @property
    def is_free(self):
        """True if another message may begin."""
        waits = self.steps and not self.pipelining
        return self.next is None and not waits and not self.closed

    @property
    def is_idle(self):
        return self.next is None and self.inside is None and not self.steps

    def begin(self, message):
        """Offer the envelope of a message."""
        self.next, self.refusal = message, None
        if self.pipelining:
            if self.spoiled:
                self.ask(RSET, b"RSET\r\n")
            self.steps += GROUP
            self.say.append(ENVELOPE % (message.sender, message.recipient))
        else:
            mail = b"MAIL FROM:<%b>\r\n" % message.sender
            rcpt = b"RCPT TO:<%b>\r\n" % message.recipient
            self.unsaid.extend([(MAIL, mail), (RCPT, rcpt), (DATA, b"DATA\r\n")])
            self.ask(*((RSET, b"RSET\r\n") if self.spoiled else self.unsaid.popleft()))
        self.spoiled = False

    def ask(self, step, command):
        self.steps.append(step)
        self.say.append(command)

    def hand_over(self, content):
        """The content of the message that was agreed on, with its end."""
        self.inside, self.next, self.agreed = self.next, None, False
        self.steps.append(CONTENT)
        self.say.append(content)

    @property
    def awaits_flight(self):
        """True if content and the next envelope went out, and all of it is to be answered."""
        return self.steps == FLIGHT and self.refusal is None and not self.closed

    def take_flight(self):
        """As `receive` of each of "taken, agreed, agreed, go on": the message that was taken."""
        self.steps.clear()
        message, self.inside, self.agreed = self.inside, None, True
        return message

    def receive(self, code, text):
        """One reply; the list of (message, answer) that it decides, mostly one or none."""
        if self.closed:
            return []
        if not self.steps and code != 421:
            raise Garbled("a reply to nothing")
        step = self.steps.popleft() if self.steps else RSET
        if code == 421:
            return self.closing(step, code, text)
        if step is CONTENT:
            message, self.inside = self.inside, None
            return [(message, answer_to_content(code, text))]
        if step is DATA:
            return self.data_answered(code, text)
        if step in (MAIL, RCPT) and not 200 <= code < 300 and self.refusal is None:
            self.refusal = judged(step, code, text)
        if self.unsaid and self.refusal is None:
            self.ask(*self.unsaid.popleft())
        elif self.refusal and not self.pipelining:
            return self.refused()
        return []

    def data_answered(self, code, text):
        if code != 354:
            self.refusal = self.refusal or judged(DATA, code, text)
            return self.refused()
        if self.refusal is None:
            self.agreed = True
            return []
        # The server takes content though it took no recipient: an empty one, which it refuses
        # (RFC 2920, section 3.1). Whatever it says to that, nobody got the message.
        self.ask(DOT, b".\r\n")
        return self.refused()

    def refused(self):
        message, self.next, self.spoiled = self.next, None, True
        self.unsaid.clear()
        return [(message, self.refusal)]

    def closing(self, step, code, text):
        """421 may answer anything; what was not taken by then was not taken."""
        answer, decided = judged(step, code, text), []
        if step is CONTENT:
            decided, self.inside = [(self.inside, answer)], None
        return decided + self.abandon(answer.reply)

    def abandon(self, reason, *, content_sent=True):
        """The connection is over: what becomes of the messages in hand."""
        self.closed, decided = True, []
        if self.inside:
            verdict = Verdict.UNSURE if content_sent else Verdict.LOST
            decided.append((self.inside, Answer(verdict, reason)))
        if self.next:
            decided.append((self.next, self.refusal or Answer(Verdict.LOST, reason)))
        self.inside = self.next = None
        return decided


@lru_cache(64)  # many servers say the same to each
def answer_in_flight(data):
    """The answer to the content if these bytes are the usual four replies to a flight, or None."""
    replies = whole(data)
    if [code for code, _text in replies] != USUAL_CODES:
        return None
    return answer_to_content(*replies[0])


def answer_to_content(code, text):
    if 200 <= code < 300:
        return Answer(Verdict.ACCEPTED, words(code, text))
    return judged(DATA, code, text)

"""What an answer of the mail server means for a message."""

import enum
import re
from typing import NamedTuple

# Replies to RCPT that are about us and not about the recipient (RFC 3463).
ABOUT_SENDER = re.compile(r"\b5\.(1\.[78]|7\.\d+)\b")
ADDRESS = re.compile(r"[^\s<>@,;:\"']+@[^\s<>,;\"']+")


class Verdict(enum.StrEnum):
    ACCEPTED = "accepted"
    LATER = "later"  # 4xx: try again after a while
    NEVER = "never"  # 5xx for this recipient
    SENDER = "sender"  # 5xx that would meet every message
    LOST = "lost"  # 421, hang-up or silence before the message was taken
    UNSURE = "unsure"  # the same after it may have been taken
    SKIPPED = "skipped"  # not handed over at all


class Answer(NamedTuple):
    verdict: Verdict
    reply: str = ""


def judged(command, code, reply):
    """A refusal: what it means, and its words as they may be kept."""
    text = words(code, reply)
    if code == 421 or code < 0:
        return Answer(Verdict.LOST, text)
    if not 500 <= code < 600:
        return Answer(Verdict.LATER, text)
    about_us = command != "RCPT" or ABOUT_SENDER.search(text)
    return Answer(Verdict.SENDER if about_us else Verdict.NEVER, text)


def words(code, reply):
    return masked(f"{code} {reply.decode('utf-8', 'replace')}")


def masked(text):
    """A server's words in one line, without the address they may quote."""
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " for sign in text)
    text = " ".join(text.split())
    return (ADDRESS.sub("<address>", text) if "@" in text else text)[:250]

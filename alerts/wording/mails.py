"""What a mail says, before it is set in text and HTML."""

from dataclasses import dataclass, field


@dataclass
class Block:
    """A heading and plain text beneath it; `tone` "do" is the box that tells what to do."""

    heading: str
    text: str
    tone: str = ""
    link_words: str = ""
    link: str = ""


@dataclass
class Call:
    label: str
    shown: str  # in international form, or as dialed there
    tel: str


@dataclass
class Mail:
    subject: str
    preview: str
    tag: str  # the first line: "Warning: take action"
    title: str
    sign: str = ""  # before the tag, for the eye only
    tone: str = "plain"  # notice, warning, emergency or plain
    facts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    numbers: list = field(default_factory=list)  # contacts whose numbers become links in HTML
    link_words: str = ""
    link: str = ""
    listed: bool = True  # False: about the reader's own doing, so there is nothing to stop


SUBJECT_LENGTH = 70


def subject(words, what="", label=""):
    """Words that must stand, what may be cut, and the TLP label: 70 characters together."""
    tail = f" {label}" if label else ""
    whole = f"{words}, {what}" if what else words
    return shortened(" ".join(whole.split()), SUBJECT_LENGTH - len(tail)) + tail


def shortened(text, length):
    """The text, or as many of its words as fit with an ellipsis."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    whole_words = cut.rpartition(" ")[0]
    return (whole_words if len(whole_words) > length // 2 else cut).rstrip(" ,;:") + "…"

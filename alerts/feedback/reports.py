"""Reads what mail servers send back: delivery reports (RFC 3464) and complaints (RFC 5965).

Anybody can write to the bounce mailbox. So nothing here raises, sizes and parts are bounded,
and a report says nothing by itself: only the signed return path in it names a delivery.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes

from alerts.engine.smtp import masked

LONGEST = 64 * 1024  # bytes that are looked at; our own mails are far smaller
MOST_PARTS = 30
LONGEST_TYPE = 1000  # of a Content-Type with its folded lines: reading one takes its square
CONTENT_TYPE = re.compile(rb"(?im)^content-type:[^\n]*(?:\n[ \t][^\n]*)*")
HEADERS = 64  # of one part
RETURN_PATH = re.compile(r"bounce\+[a-z]{1,10}-[0-9]{1,18}-[0-9a-f]{20}@", re.I)
CANARY = re.compile(r"canary-([0-9]{1,18})-([0-9a-f]{32})", re.I)
STATUS = re.compile(r"(?<![\w.])([245])\.([0-9]{1,3})\.([0-9]{1,3})\b(?!\.[0-9])")
# Where a mail server writes the address that it delivered to, and ours that it returned to.
TO_US = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To"]
FROM_US = ["Original-Mail-From", "Return-Path"]
REPLY = re.compile(r"\s*([45])[0-9]{2}\b")
REFUSED = {"failed": "45", "delayed": "4"}  # what an action may say with which class


@dataclass(frozen=True)
class Report:
    """What one mail in the bounce mailbox says; empty where it says nothing."""

    paths: tuple[str, ...] = ()  # return paths of ours, not yet checked
    code: str = ""  # 5.1.1; empty for what is no refusal
    words: str = ""
    complaint: bool = False
    canary: tuple[int, str] | None = None


def report_from(raw):
    """The report in these bytes, whatever they are."""
    raw = raw[:LONGEST]
    if is_bomb(raw):
        return Report()
    try:
        return read(message_from_bytes(raw))
    except Exception:  # what anybody can send must not stop the next report
        return Report()


def is_bomb(raw):
    """Made to take long: the count bounds the depth of its parts, too."""
    types = [len(found[0]) for found in CONTENT_TYPE.finditer(raw)]
    return raw.lower().count(b"content-type:") > MOST_PARTS or max(types, default=0) > LONGEST_TYPE


def read(message):
    parts = list(message.walk())[: MOST_PARTS * 2]
    if found := CANARY.search(header(message, "Subject")):
        return Report(canary=(int(found[1]), found[2].lower()))
    if complaint := blocks_of(parts, "message/feedback-report"):
        return complaint_in(complaint, paths_in(parts))
    code, words = refusal_in(blocks_of(parts, "message/delivery-status"))
    return Report(paths_in(parts), code, words)


def paths_in(parts):
    """Every return path of ours that some header names, the envelope's first."""
    texts = [header(parts[0], name) for name in TO_US]
    texts += [header(part, name) for part in parts for name in FROM_US]
    texts += [field(part.get_payload(), name) for part in parts for name in FROM_US]
    found = [path for text in texts for path in RETURN_PATH.findall(text)]
    return tuple(dict.fromkeys(path.lower() for path in found))[:5]


def header(part, name):
    values = part.get_all(name, [])[:HEADERS]
    return " ".join(str(value) for value in values)[:4000]


def field(text, name):
    """A field of headers that came as text, as in text/rfc822-headers or a feedback report."""
    if not isinstance(text, str):
        return ""
    found = re.search(rf"(?im)^{name}:[ \t]*([^\r\n]{{0,500}})", text[:LONGEST])
    return found[1] if found else ""


def blocks_of(parts, kind):
    """The groups of fields of a report's machine-readable part."""
    for part in parts:
        if part.get_content_type() == kind:
            inner = part.get_payload()
            return [block for block in inner if block.keys()] if isinstance(inner, list) else [part]
    return []


def refusal_in(blocks):
    """(code, words) of the gravest thing it says; empty where nothing was refused."""
    found = [refusal for block in blocks[:MOST_PARTS] if (refusal := refusal_of(block))]
    return max(found, default=("", ""))


def refusal_of(block):
    action = header(block, "Action").strip().lower()[:20]
    diagnostic = header(block, "Diagnostic-Code").partition(";")[2]
    code = status_in(header(block, "Status"), diagnostic)
    if not code or code[0] not in REFUSED.get(action, ""):
        return None
    return code, masked(diagnostic.strip())


def status_in(status, diagnostic):
    """The code it states; a general one gives way to what the server itself had said."""
    stated, said = STATUS.match(status.strip()), STATUS.search(diagnostic)
    if stated and said and stated[1] == said[1] and stated[0].endswith(".0.0"):
        return said[0]
    if stated or said:
        return (stated or said)[0]
    reply = REPLY.match(diagnostic)
    return f"{reply[1]}.0.0" if reply else ""


def complaint_in(blocks, paths):
    """What a provider passes on when somebody calls a mail unwanted; other reports are ignored."""
    text = blocks[0].get_payload()
    kind = header(blocks[0], "Feedback-Type") or field(text, "Feedback-Type")
    if kind.strip().lower() != "abuse":
        return Report()
    return Report(paths, complaint=True)

"""The bounce mailbox: a Maildir on this machine, or a mailbox read by IMAP over TLS.

A mail that was read is marked as seen and removed after thirty days.
"""

import imaplib
import re
import ssl
import time
from datetime import timedelta
from errno import ENOENT
from pathlib import Path

from django.utils import timezone

from .reports import LONGEST

KEPT = timedelta(days=30)
AT_ONCE = 200  # mails of one round
TIMEOUT = 15
ERRORS = (OSError, imaplib.IMAP4.error)


def reason(error):
    """What kind of error, and what this machine says of it; a server's words may quote a secret."""
    said = "" if isinstance(error, ssl.SSLError) else getattr(error, "strerror", None)
    said = getattr(error, "verify_message", None) or said
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


class Maildir:
    def __init__(self, path):
        self.path = Path(path)

    def unread(self):
        """(mark, bytes) of each new mail, the oldest first."""
        for file in sorted(self.folder("new").iterdir())[:AT_ONCE]:
            if file.is_file() and not file.is_symlink():
                with file.open("rb") as opened:
                    yield file, opened.read(LONGEST)

    def folder(self, name):
        folder = self.path / name
        if name == "cur":
            folder.mkdir(exist_ok=True)
        return folder

    def mark(self, file):
        """Seen; another worker may have done it meanwhile."""
        name = file.name.partition(":")[0]
        try:
            file.rename(self.folder("cur") / f"{name}:2,S")
        except FileNotFoundError:
            pass

    def forget_old(self):
        before = time.time() - KEPT.total_seconds()
        for file in self.folder("cur").glob("*:2,*S*"):
            if file.is_file() and file.lstat().st_mtime < before:
                file.unlink(missing_ok=True)

    def close(self):
        pass


class Imap:
    def __init__(self, box):
        self.server = connect(box)
        try:
            self.server.login(quoted(box["user"]), box["password"])
            self.ask("SELECT", self.server.select(quoted(box["folder"])))
        except ERRORS:
            self.close()
            raise

    def ask(self, command, answer):
        """The data of an answer; any other than OK is an error."""
        status, data = answer
        if status != "OK":
            raise imaplib.IMAP4.error(f"{command} was refused")
        return data

    def unread(self):
        for number in self.found("UNSEEN")[:AT_ONCE]:
            wanted = f"(BODY.PEEK[]<0.{LONGEST}>)"
            data = self.ask("FETCH", self.server.uid("FETCH", number, wanted))
            bodies = [part[1] for part in data if isinstance(part, tuple)]
            yield number, bodies[0][:LONGEST] if bodies else b""

    def found(self, *wanted):
        data = self.ask("SEARCH", self.server.uid("SEARCH", *wanted))
        return re.findall(r"[0-9]+", (data[0] or b"").decode("ascii", "replace"))

    def mark(self, number):
        self.ask("STORE", self.server.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)"))

    def forget_old(self):
        before = imaplib.Time2Internaldate(timezone.now() - KEPT).strip('"')[:11].strip()
        old = self.found("SEEN", "BEFORE", before)[:AT_ONCE]
        for number in old:
            self.ask("STORE", self.server.uid("STORE", number, "+FLAGS.SILENT", r"(\Deleted)"))
        if old:
            self.ask("EXPUNGE", self.server.expunge())

    def close(self):
        try:
            self.server.logout()
        except ERRORS:
            pass


def connect(box):
    context = ssl.create_default_context()
    return imaplib.IMAP4_SSL(box["host"], box["port"], ssl_context=context, timeout=TIMEOUT)


def quoted(folder):
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def opened(box):
    """The mailbox that BOUNCE_MAILBOX names; OSError or an IMAP error if it cannot be read."""
    if box["kind"] == "maildir":
        maildir = Maildir(box["path"])
        if not maildir.folder("new").is_dir():
            raise FileNotFoundError(ENOENT, "there is no Maildir at the path of BOUNCE_MAILBOX")
        return maildir
    return Imap(box)

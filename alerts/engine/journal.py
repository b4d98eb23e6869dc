"""What a worker was doing, on the local disk, for the case that it dies.

One line before the content of a message goes out, one when its answer has come; an answer is
on disk before the next content goes out. Whoever puts a dead worker's rows back reads it: what
was answered is settled so, and in doubt is only the message that was in the air on each
connection. Off (MAIL_JOURNAL=0) where there is no local
disk; then a whole batch is in doubt, and may be sent a second time.
"""

import contextlib
import fcntl
import logging
import os
import re
from pathlib import Path

from django.conf import settings

from .smtp import Answer, Verdict

logger = logging.getLogger(__name__)
BEGUN, ANSWERED = "begun", "answered"
LONGEST = 4_000_000  # bytes; about 40,000 messages
IN_DOUBT = "The worker was stopped while this was on its way."


def folder():
    return Path(settings.VAR_DIR) / "journal"


def path_of(worker):
    return folder() / (re.sub(r"[^\w.-]", "_", worker) + ".log")


class Journal:
    """One worker's own; nothing is written where it is off or the disk refuses."""

    def __init__(self, worker):
        self.path, self.head = path_of(worker), f"worker {worker}\n".encode()
        self.file, self.is_on, self.size = None, settings.MAIL_JOURNAL, 0
        self.unwritten = ""  # answers: a write for each would cost a tenth of sending

    @property
    def has_room(self):
        """True if what is settled later can still be told by it."""
        return self.is_on and self.size < LONGEST

    def begun(self, job):
        if self.is_on:
            self.unwritten += f"{BEGUN} {job.kind} {job.pk}\n"
            self.write()

    def answered(self, job, answer):
        verdict, reply = answer
        self.unwritten += f"{ANSWERED} {job.kind} {job.pk} {verdict} {reply}\n"

    def catch_up(self):
        """Write what was answered and is followed by nothing."""
        if self.unwritten:
            self.write()

    def write(self):
        lines, self.unwritten = self.unwritten.encode("utf-8", "replace"), ""
        if not self.is_on:
            return
        try:
            if self.file is None:
                self.open()
            self.size += os.write(self.file, lines)
        except OSError as error:  # mail that can go out must go out
            logger.error("There is no journal, so a batch may be sent twice: %s", error)
            self.close()
            self.is_on = False

    def open(self):
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        self.file = os.open(self.path, flags, 0o600)
        os.write(self.file, self.head)

    def empty(self):
        """Everything so far is settled in the database."""
        self.unwritten, self.size = "", 0
        if self.file is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self.file, len(self.head))

    def close(self):
        """Nothing is left to tell."""
        self.unwritten = ""
        if self.file is not None:
            os.close(self.file)
            self.file = None
            self.path.unlink(missing_ok=True)


def workers():
    """Those who left a journal here."""
    names = []
    for path in folder().glob("*.log"):
        with contextlib.suppress(OSError, UnicodeDecodeError), path.open() as lines:
            names.append(lines.readline().removeprefix("worker ").rstrip("\n"))
    return [name for name in names if name]


@contextlib.contextmanager
def taken_over(worker):
    """{(kind, pk): Answer} of a dead worker; nobody else can read it meanwhile, then it is gone."""
    path = path_of(worker)
    try:
        file = path.open("r+", encoding="utf-8", errors="replace", newline="\n")
    except FileNotFoundError:
        yield {}
        return
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield read(file)
        path.unlink(missing_ok=True)


def read(lines):
    told = {}
    for line in lines:
        if not line.endswith("\n"):
            break  # it died while writing this
        what, kind, number, *rest = [*line.rstrip("\n").split(" ", 4), "", ""]
        if what in (BEGUN, ANSWERED) and number.isdigit():
            answered = what == ANSWERED and rest[0]
            verdict = Verdict(rest[0]) if answered else Verdict.UNSURE
            told[kind, int(number)] = Answer(verdict, rest[1] if answered else IN_DOUBT)
    return told

"""The connections of one worker: as many messages under way as there are lines, in one thread."""

import enum
import logging
import select
import time
from operator import attrgetter

from .line import FAULTS, Line
from .opening import Opening

logger = logging.getLogger(__name__)
IDLE = 20  # seconds after which a line that has nothing to do is given back
AGAIN = 30  # seconds before a further line is tried for again
PATIENCE = 1.0  # seconds to wait for lines that are silent while all others are done
TICK, SOON = 0.02, 0.005
IS_BUSY = attrgetter("is_busy")
WORTH_A_LINE = 8  # messages waiting for each line before another one is opened


class Start(enum.Enum):
    """Whether a message may start."""

    NOW = "now"
    LATER = "later"  # in a moment: it is kept to a rate
    NEVER = "never"  # not in this batch any more
    DROPPED = "dropped"  # it is settled otherwise


class Lines:
    """`carry()` hands over messages and calls `settle(message, answer)` for each.

    A message has `sender`, `recipient` and `until` (it is given up then), and makes its
    content when it is asked for. `begun(message)` is called before its content goes out, and
    `rest()` whenever all that has come is dealt with.
    """

    def __init__(self, number, *, begun, settle, rest=lambda: None):
        self.number, self.begun, self.settle, self.rest = number, begun, settle, rest
        self.watch = select.poll()  # for a few lines cheaper than a selector
        self.lines, self.openings = [], []
        self.by_number = {}  # of their sockets
        self.refused_at = float("-inf")  # when a further line was last refused
        self.waiting = self.may_start = None

    @property
    def in_hand(self):
        return [message for line in self.lines for message in line.in_hand]

    def connect(self):
        """Make sure of a line that is free; False if all are busy, RelayDown if there is none."""
        self.look()
        began = time.monotonic()
        while not any(line.is_free for line in self.lines):
            if self.lines and time.monotonic() - began > PATIENCE:
                return False
            full = len(self.lines) >= self.number
            if not (full or self.openings or time.monotonic() - self.refused_at < AGAIN):
                self.openings.append(Opening())
            if self.lines:
                self.look(TICK)
            else:
                self.openings = self.openings or [Opening()]
                self.openings[0].join()
            self.adopt()
        return True

    def adopt(self):
        """Take in the lines that were opened meanwhile."""
        for opening in [each for each in self.openings if not each.is_alive()]:
            self.openings.remove(opening)
            if opening.connection:
                line = Line(opening.connection, self.supply, self.begun, self.settle)
                self.lines.append(line)
                self.by_number[line.fileno()] = line
                self.watch.register(line, select.POLLIN)
                continue
            self.refused_at = time.monotonic()
            if not self.lines:
                raise opening.error
            logger.warning("No further connection: %s", opening.error)

    def open_more(self):
        """A further line, if there is work for it; never one that keeps others waiting."""
        if len(self.waiting) < WORTH_A_LINE * len(self.lines):
            return
        if time.monotonic() - self.refused_at < AGAIN:
            return
        if len(self.lines) + len(self.openings) < self.number:
            self.openings.append(Opening())

    def carry(self, waiting, may_start):
        """Hand over what waits, in order; what may not start any more stays in `waiting`.

        `may_start(message)` says a `Start` for each. Returns when nothing is under way, or only
        on lines that were silent for a while: those are looked at again the next time.
        """
        self.waiting, self.may_start = waiting, may_start
        done_at = None
        while True:
            self.tend()
            start = self.start_of_next() if self.lines else Start.NEVER
            if start is Start.NEVER:
                done_at = done_at or time.monotonic()
                if not self.is_under_way or time.monotonic() - done_at > PATIENCE:
                    return
            self.work(SOON if start is Start.LATER else TICK)

    def tend(self):
        """Open more lines if that is worth it, and set to work those that have nothing to do."""
        self.open_more()
        self.adopt()
        for line in list(self.lines):
            if line.is_free and self.waiting:
                self.attend(line)

    def work(self, seconds):
        """Answers and next messages for so long, or until no line has any."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.attend_all(left)
            if not self.is_under_way:
                break
        self.give_up_silent()

    @property
    def is_under_way(self):
        return any(map(IS_BUSY, self.lines))

    def supply(self):
        """The next message if one may start now."""
        return self.waiting.popleft() if self.start_of_next() is Start.NOW else None

    def start_of_next(self):
        waiting = self.waiting
        while waiting:
            start = self.may_start(waiting[0])
            if start is not Start.DROPPED:
                return start
            waiting.popleft()
        return Start.NEVER

    def look(self, timeout=0):
        """Deal with what has come; give up what has been waited for too long."""
        self.attend_all(timeout)
        self.give_up_silent()

    def attend_all(self, timeout):
        for number, events in self.watch.poll(max(0, timeout) * 1000):
            self.attend(self.by_number[number], events)
        self.rest()

    def give_up_silent(self):
        now = time.monotonic()
        for line in list(self.lines):
            if line.is_idle:
                if now - line.heard_at > IDLE:
                    self.remove(line)
                    line.quit()
            elif now > line.deadline:
                self.lose(line, "no answer in time")

    def attend(self, line, events=0):
        """Write and read what can be, and go on with the next message."""
        try:
            if events & select.POLLOUT:
                line.write()
            if events & ~select.POLLOUT:  # something to read, or a fault that reading will name
                line.read()
            line.go_on()
        except FAULTS as error:
            self.lose(line, str(error) or type(error).__name__)
            return
        if line.dialogue.closed:
            self.lose(line, "")
        elif line.is_watched != bool(line.unwritten):
            line.is_watched = not line.is_watched
            self.watch.modify(line, select.POLLIN | (select.POLLOUT if line.is_watched else 0))

    def lose(self, line, reason):
        self.remove(line)
        line.give_up(reason)

    def remove(self, line):
        self.lines.remove(line)
        self.watch.unregister(line)
        del self.by_number[line.fileno()]

    def finish(self):
        """Wait for what is under way, then say good-bye."""
        self.openings, self.waiting = [], None
        while self.is_under_way:
            self.look(TICK)
        for line in list(self.lines):
            self.remove(line)
            line.quit()

"""What the database does while a batch is sent: it settles the one before, and claims the next.

Only a mail server that takes full batches makes that worth it. The answers that are held back
for it stand in the journal, so a worker that is killed loses none of them.
"""

from contextlib import contextmanager

from alerts.models import Delivery
from alerts.pausing import held_notices

from .claims import NO_LANE, Batch, claiming, first_lane_due, requeue
from .meanwhile import can_overlap, meanwhile
from .settling import settling_of_sent


class Ahead:
    """The next batch of a worker, where it is claimed already."""

    def __init__(self, worker, journal):
        self.worker, self.journal = worker, journal
        self.batch = None
        self.lane, self.held = NO_LANE, []  # the first one in it, and what senders held then

    @property
    def is_possible(self):
        return self.journal.has_room and can_overlap()

    @contextmanager
    def claimed(self, number, results):
        """While the block runs so many rows are claimed, and these answers settled."""
        self.lane, self.held = first_lane_due(), held_notices()
        batch = Batch.of(Delivery, self.worker, number)
        statements = [settling_of_sent(self.worker, results)] if results else []
        with meanwhile(*statements, claiming(batch)) as counts:
            yield
        if counts[-1]:
            self.batch = batch

    def taken(self):
        """The batch, whose turn has come; None if there is none, or it is not the next any more."""
        if self.batch and not self.is_next:
            self.put_back()
        batch, self.batch = self.batch, None
        return batch

    @property
    def is_next(self):
        return first_lane_due() >= self.lane and held_notices() == self.held

    def put_back(self):
        if self.batch:
            requeue(self.batch.rows())
            self.batch = None

"""The progress page's numbers beside the rows, all through a send."""

import threading
from collections import Counter
from contextlib import contextmanager

from figures import figure

ONE_MOMENT = {"postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ", "sqlite": "BEGIN DEFERRED"}


class Truth(threading.Thread):
    """Looks again and again until it is told that the send is over."""

    def __init__(self, alert, server, every=0.05):
        super().__init__(daemon=True)
        self.alert, self.server, self.every = alert, server, every
        self.over, self.found, self.sent = threading.Event(), Counter(), 0

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.over.set()
        self.join(60)

    def run(self):
        from django.db import connection

        while not self.over.wait(self.every):
            self.look()
        connection.close()

    def look(self):
        from alerts.admin.numbers import progress_of

        with one_moment():
            progress, rows = progress_of(self.alert), rows_of(self.alert)
        taken = len({mail.recipient for mail in list(self.server.taken)})
        said = [progress.sent, progress.waiting, progress.retrying, progress.failed]
        self.found["looks"] += 1
        self.found["in the middle"] += 0 < progress.sent < progress.total
        self.found["untrue"] += [*said, progress.unwanted] != rows
        self.found["too many"] += progress.sent > taken
        self.found["went back"] += progress.sent < self.sent
        self.sent = progress.sent

    def report(self, name):
        found = self.found
        figure(f"{name}, looks at its progress", found["in the middle"], 100, least=True)
        figure(f"{name}, numbers other than the rows at that moment", found["untrue"], 0)
        figure(f"{name}, more called sent than the server took", found["too many"], 0)
        figure(f"{name}, fewer called sent than before", found["went back"], 0)


@contextmanager
def one_moment():
    """What is read inside is of the same moment, and holds up nobody who writes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(ONE_MOMENT[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("COMMIT")


def rows_of(alert):
    """[sent, waiting, tried before, failed, not sent], each row read and counted by hand."""
    from alerts.models import Delivery

    rows = Delivery.objects.filter(notice__alert=alert, notice__kind="alert").order_by()
    found = Counter(
        "again" if state in ("queued", "sending") and attempts else state
        for state, attempts in rows.values_list("state", "attempts")
    )
    waiting = found["queued"] + found["sending"]
    return [found["sent"], waiting, found["again"], found["failed"], found["skipped"]]

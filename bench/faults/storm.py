"""228 alerts in one minute: every one delivered, and no worker grows."""

import os
import threading
import time

import place
import psutil
import sends
from both import on_both
from figures import figure

ALERTS = int(os.environ.get("ALERTS", "228"))
MINUTE = 60
FOLLOWERS = 100


def measure(database, url):
    place.empty(url)
    from tests.support.faulty_server import FaultyServer

    sends.crowd_of(FOLLOWERS)
    with FaultyServer() as server, sends.working(server) as workers:
        watch = Watch(workers)
        watch.start()
        publish_all()
        server.wait_for(ALERTS * FOLLOWERS, timeout=180)
        watch.over.set()
        watch.join()
    figure(f"{database}, mails of {ALERTS} alerts in a minute, lost", lost(server), 0)
    figure(f"{database}, told twice", len(server.taken) - ALERTS * FOLLOWERS + lost(server), 0)
    figure(f"{database}, memory of the largest worker", watch.most / 1e6, 100, "MB")


def publish_all():
    for _alert in range(ALERTS):
        began = time.monotonic()
        sends.new_alert()
        time.sleep(max(0, MINUTE / ALERTS - (time.monotonic() - began)))


def lost(server):
    return ALERTS * FOLLOWERS - len({(mail.recipient, mail.message_id) for mail in server.taken})


class Watch(threading.Thread):
    """The most memory that one process of the workers ever had."""

    def __init__(self, workers):
        super().__init__(daemon=True)
        self.workers, self.most, self.over = workers, 0, threading.Event()

    def run(self):
        while not self.over.wait(0.5):
            self.most = max([self.most, *map(memory, self.workers)])


def memory(worker):
    try:
        process = psutil.Process(worker.pid)
        family = [process, *process.children(recursive=True)]
        return max(each.memory_info().rss for each in family)
    except psutil.NoSuchProcess:
        return 0


if __name__ == "__main__":
    on_both(__file__, measure)

"""Several workers under one parent, which replaces those that die and stops them all together."""

import logging
import os
import signal
import time

from django.db import connections

from alerts.worker import Worker

logger = logging.getLogger(__name__)
LOOK = 0.2
STEADY = 10  # seconds after which a worker counts as having started well
LONGEST_WAIT = 15
FAREWELL = 40  # seconds to finish what is on its way: each answer may take 15


class Crew:
    def __init__(self, number):
        self.number, self.is_stopping = number, False
        self.children = {}  # process: when it began
        self.bad_starts, self.next_start = 0, 0.0

    def stop(self, *_signal):
        self.is_stopping = True

    def run(self):
        """Until stopped; then each worker finishes its mail and gives the others back."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.stop)
        while not self.is_stopping:
            self.bury()
            while len(self.children) < self.number and time.monotonic() >= self.next_start:
                self.start()
            time.sleep(LOOK)
        self.dismiss()

    def start(self):
        connections.close_all()  # a connection cannot be shared
        parent = os.getpid()
        process = os.fork()
        if not process:
            work(parent)
        self.children[process] = time.monotonic()

    def bury(self):
        """Take leave of workers that died; one that keeps dying is started less often."""
        for process, began in list(self.children.items()):
            ended, status = os.waitpid(process, os.WNOHANG)
            if not ended:
                continue
            del self.children[process]
            steady = time.monotonic() - began > STEADY
            self.bad_starts = 0 if steady else self.bad_starts + 1
            wait = min(LONGEST_WAIT, 2**self.bad_starts - 1) if self.bad_starts > 1 else 0
            self.next_start = time.monotonic() + wait
            logger.error("Worker %s ended (%s); another one follows.", process, status)

    def dismiss(self):
        self.tell_all(signal.SIGTERM)
        until = time.monotonic() + FAREWELL
        while self.children and time.monotonic() < until:
            for process in list(self.children):
                if os.waitpid(process, os.WNOHANG)[0]:
                    del self.children[process]
            time.sleep(LOOK / 4)
        self.tell_all(signal.SIGKILL)

    def tell_all(self, number):
        for process in self.children:
            os.kill(process, number)


def work(parent):
    """In the new process: a worker that also stops when its parent is gone."""
    status = 1
    try:
        worker = Worker(parent=parent)
        worker.run_until_signal()
        status = 0
    except Exception:
        logger.exception("A worker failed.")
    finally:
        logging.shutdown()
        os._exit(status)

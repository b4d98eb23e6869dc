"""The database server killed five times in the middle of a send, and started again."""

import os
import signal
import tempfile
import time
from pathlib import Path

import place
import sends
from figures import figure

CRASHES, DOWN = 5, 2  # times; seconds until it is started again
RATE = 300


def main():
    from tests.pg.__main__ import start_server

    with tempfile.TemporaryDirectory(prefix="portal-pg-") as folder:
        # The machine stays up, so what was committed must be with the system, not on the disk.
        server = start_server(folder, synchronous_commit="on", full_page_writes="on")
        try:
            measure(server)
        finally:
            server.stop()


def measure(database):
    place.empty(database.get_uri())
    from django.db import connection

    from tests.support.faulty_server import Faults, FaultyServer

    sends.crowd_of(sends.RECIPIENTS)
    with FaultyServer(Faults(rate=RATE)) as server:
        alert = sends.new_alert()
        under_way = 0
        with sends.working(server) as workers:
            for number in range(CRASHES):
                wanted = (number + 1) * sends.RECIPIENTS // (CRASHES + 2)
                assert server.wait_for(wanted, timeout=120), f"{len(server.taken)} of {wanted}"
                under_way += len(server.taken) < sends.RECIPIENTS
                connection.close()
                crash(database)
                time.sleep(DOWN)
                database.ensure_postgres_running()
            states = sends.settled(alert)
            alive = sum(worker.poll() is None for worker in workers)
        name = f"PostgreSQL crashed {CRASHES} times"
        figure(f"{name}, crashes in the middle of the send", under_way, CRASHES, least=True)
        figure(f"{name}, workers that came back by themselves", alive, len(workers), least=True)
        sends.report(name, server, states)


def crash(database):
    """No server process is left, and none had time to write anything down."""
    postmaster = database.get_pid()
    mine = children_of(postmaster)
    os.kill(postmaster, signal.SIGKILL)
    for process in mine:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass
    until = time.monotonic() + 10
    while any(runs(process) for process in [postmaster, *mine]) and time.monotonic() < until:
        time.sleep(0.05)
    Path(database.pgdata, "postmaster.pid").unlink(missing_ok=True)


def children_of(process):
    return [
        int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()
    ]


def runs(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


if __name__ == "__main__":
    main()

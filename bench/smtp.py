"""Sending beside Postfix's own load generator: same sink, 4 connections, messages of 12 kB.

Ours is counted from the claim to the settled rows, on both databases. The generator runs as it
comes, 4 sessions at once and a connection for each message; KEEP=1 lets it keep its
connections, which doubles its rate. For a quick try: MESSAGES=2000 ROUNDS=2 make bench ONLY=smtp;
PROCESSES=1 is another number of processes on both.
"""

import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import place
from figures import figure, missing

MESSAGES = int(os.environ.get("MESSAGES", "20000"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
SIZE = 12 * 1024
CONNECTIONS = 4
# As docs/mail.md advises: a process a core on PostgreSQL. They share the connections.
PROCESSES = {"PostgreSQL": 2, "SQLite": 1}
TOOLS = ("smtp-sink", "smtp-source")
BOUNDS = [
    ("rate / smtp-source", ">= 1.8"),
    ("CPU per message", "<= 60 us"),
    ("memory", "<= 100 MB"),
]


def main(engine):
    if engine:
        return measure(engine)
    if not all(map(shutil.which, TOOLS)):
        for engine in ("PostgreSQL", "SQLite"):
            for name, bound in BOUNDS:
                missing(f"smtp on {engine}: {name}", "no smtp-sink (apt install postfix)", bound)
        return 0
    return max(
        subprocess.call([sys.executable, __file__, engine]) for engine in ("PostgreSQL", "SQLite")
    )


def measure(engine):
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        server = database_server(folder) if engine == "PostgreSQL" else None
        place.empty(server.get_uri() if server else "")
        try:
            with Sink() as sink:
                compare(engine, sink)
        finally:
            if server:
                from django.db import connection

                connection.close()
                server.stop()


def database_server(folder):
    from tests.pg.__main__ import start_server

    return start_server(folder)


def compare(engine, sink):
    in_child(fill)
    processes = int(os.environ.get("PROCESSES") or PROCESSES[engine])
    rates, theirs, costs, peaks = [], [], [], []
    for _round in range(ROUNDS):
        theirs.append(MESSAGES / source_seconds(sink.port))
        queue_all()
        seconds, cpu, peak = send_all(sink.port, processes)
        rates.append(MESSAGES / seconds)
        costs.append(cpu / MESSAGES * 1e6)
        peaks.append(peak)
    ratio = statistics.median(rates) / statistics.median(theirs)
    print(f"{engine}: {statistics.median(rates):,.0f} a second, smtp-source"
          f" {statistics.median(theirs):,.0f}", file=sys.stderr)  # fmt: skip
    figure(f"smtp on {engine}: rate / smtp-source", ratio, 1.8, digits=2, least=True)
    figure(f"smtp on {engine}: CPU per message", statistics.median(costs), 60, "us", digits=1)
    figure(f"smtp on {engine}: memory of a worker", max(peaks), 100, "MB", digits=0)


class Sink:
    """Postfix's mail server that throws everything away."""

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        user = [] if os.geteuid() else ["-u", "nobody"]
        command = [shutil.which("smtp-sink"), *user, f"127.0.0.1:{self.port}", "1000"]
        self.process = subprocess.Popen(command)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("smtp-sink did not start")

    def __exit__(self, *_error):
        self.process.terminate()
        self.process.wait(10)


def source_seconds(port):
    """Postfix's generator at work."""
    keep = ["-d"] if os.environ.get("KEEP") else []
    command = [shutil.which("smtp-source"), *keep, "-s", str(CONNECTIONS), "-l", str(SIZE)]
    command += ["-m", str(MESSAGES), "-f", "alerts@example.org", "-t", "reader@example.org"]
    began = time.perf_counter()
    subprocess.run([*command, f"127.0.0.1:{port}"], check=True)
    return time.perf_counter() - began


def in_child(work):
    """In a process of its own, so that what it takes does not count as a worker's memory."""
    from django.db import connections

    connections.close_all()
    process = os.fork()
    if not process:
        work()
        connections.close_all()
        os._exit(0)
    _process, status = os.waitpid(process, 0)
    assert status == 0, f"{work.__name__} failed"


def fill():
    """So many followers of a country, and an alert to tell them that makes mails of that size."""
    from django.utils import timezone

    from accounts.models import User
    from alerts.audience.fanout import fan_out_all
    from alerts.models import Subscription
    from alerts.notices import collect
    from tests.factories import make_alert, make_country

    country = make_country("Kazakhstan")
    people = User.objects.bulk_create(
        User(
            email=f"follower-{number}@example.org",
            name=f"Follower {number}",
            email_confirmed_at=timezone.now(),
        )
        for number in range(MESSAGES)
    )
    Subscription.objects.bulk_create(Subscription(user=user, country=country) for user in people)
    make_alert(country, what_happened="Foreigners were drugged and robbed. " * 72)
    collect()
    fan_out_all()
    print(f"{mail_size():,} bytes a mail", file=sys.stderr)


def mail_size():
    from alerts.engine.readying import Desk
    from alerts.models import Delivery

    ((job, _answer),) = Desk().deliveries(Delivery.objects.order_by("pk")[:1])
    return len(job.content())


def queue_all():
    from alerts.models import Delivery, LinkToken

    LinkToken.objects.all().delete()
    Delivery.objects.update(state="queued", attempts=0, reply="", settled_at=None)


def send_all(port, processes):
    """All rows sent by so many processes: (seconds, CPU seconds, MB of the largest)."""
    from django.conf import settings
    from django.db import connections

    from alerts.models import Delivery

    settings.MAIL_RELAY = {"host": "127.0.0.1", "port": port, "user": "", "password": "", "tls": ""}
    settings.MAIL_CONNECTIONS = CONNECTIONS // processes
    connections.close_all()
    workers = [Sender() for _process in range(processes)]
    for worker in workers:
        worker.is_ready()
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    facts = [worker.result() for worker in workers]
    seconds = time.perf_counter() - began
    sent = Delivery.objects.filter(state="sent").count()
    assert sent == MESSAGES, f"{sent} of {MESSAGES} sent"
    return seconds, sum(cpu for cpu, _peak in facts), max(peak for _cpu, peak in facts)


class Sender:
    """A worker in a process of its own, which waits for the start."""

    def __init__(self):
        self.orders, orders = os.pipe()[::-1]
        news, self.news = os.pipe()
        self.process = os.fork()
        if not self.process:
            os.close(self.orders)
            self.work(orders)
        os.close(orders)
        os.close(self.news)
        self.news = os.fdopen(news)

    def work(self, orders):
        from alerts.worker import Worker, settle_in

        settle_in()
        worker = Worker()
        worker.tidy()  # what each start does once is not sending
        worker.look()
        os.write(self.news, b"ready\n")
        os.read(orders, 1)
        before = cpu()
        while worker.step():
            pass
        worker.postman.close()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        os.write(self.news, f"{cpu() - before} {peak}\n".encode())
        os._exit(0)

    def is_ready(self):
        assert self.news.readline() == "ready\n"

    def start(self):
        os.write(self.orders, b"x")

    def result(self):
        cpu_used, peak = map(float, self.news.readline().split())
        os.close(self.orders)
        os.waitpid(self.process, 0)
        return cpu_used, peak


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main(sys.argv[1] if sys.argv[1:] else ""))

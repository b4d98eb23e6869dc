"""What the scripts here share: a crowd, an alert to it, workers, and the count afterwards."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager

import place
from figures import figure

RECIPIENTS = int(os.environ.get("RECIPIENTS", "5000"))
CONNECTIONS = 2  # of each process
# What takes minutes and hours in daily life takes seconds here.
WAITS = {"MAIL_FIRST_WAIT": "0.3", "MAIL_LONGEST_WAIT": "3"}


def crowd_of(recipients):
    """So many people who follow one country."""
    import crowd

    from alerts.models import Subscription

    crowd.lands()
    crowd.people(recipients)
    crowd.fill(Subscription, recipients, user_id="n", country_id="1")
    crowd.analyzed()


def new_alert(land=1):
    """A warning that was published just now, by the deed that the sender's button calls."""
    from advisories.models import Country, Role
    from alerts.actions import publish_alert
    from tests.factories import make_alert, make_assignment, make_user

    country, sender = Country.objects.get(pk=land), make_user("sender")
    make_assignment(sender, Role.SENDER, country=country)
    return publish_alert(make_alert(country, sent=False), by=sender)


def start(server, processes=2):
    """`deliver` with so many processes; all of them are killed together."""
    relay = {"EMAIL_URL": f"smtp://127.0.0.1:{server.port}", "MAIL_CONNECTIONS": str(CONNECTIONS)}
    environment = {**os.environ, **WAITS, **relay}
    command = [sys.executable, str(place.ROOT / "manage.py"), "deliver"]
    options = subprocess.run([*command, "--help"], capture_output=True, text=True).stdout
    groups = [[*command, "--processes", str(processes)]]
    if "--processes" not in options:
        groups = [command] * processes
    return [
        subprocess.Popen(each, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)
        for each in groups
    ]


def kill(workers):
    """As a crash or a lack of memory would: no signal that they could answer to."""
    for worker in workers:
        os.killpg(worker.pid, signal.SIGKILL)
    for worker in workers:
        worker.wait()


@contextmanager
def working(server, processes=2):
    workers = start(server, processes)
    try:
        yield workers
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(60)


def settled(alert, timeout=300):
    """Wait until nothing of it waits any more; what became of its rows."""
    from django.db import Error, connection
    from django.db.models import Count

    from alerts.models import Delivery, Notice, State

    until = time.monotonic() + timeout
    states = {}
    while time.monotonic() < until:
        try:
            done = Notice.objects.filter(alert=alert, fanned_out_at__isnull=False).exists()
            rows = Delivery.objects.filter(notice__alert=alert).order_by()
            states = dict(rows.values_list("state").annotate(Count("pk")))
            if done and not {State.QUEUED, State.SENDING} & states.keys():
                break
        except Error:  # it is being restarted
            connection.close()
        time.sleep(0.2)
    return Counter(states)


def report(name, server, states, duplicates=0, failed=0, recipients=RECIPIENTS):
    """The figures of one send: nobody lost, hardly anybody told twice, no other Message-ID."""
    reached = len({mail.recipient for mail in server.taken})
    figure(f"{name}, lost", recipients - failed - reached, 0)
    figure(f"{name}, not written down as sent", recipients - failed - states["sent"], 0)
    figure(f"{name}, duplicates", server.duplicates, duplicates)
    figure(f"{name}, Message-IDs changed", server.changed_ids, 0)
    figure(f"{name}, several recipients in one", server.happened["several recipients"], 0)

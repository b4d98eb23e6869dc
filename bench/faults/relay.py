"""A mail server that puts off, hangs up, loses its answer, refuses, and goes away."""

import time

import place
import sends
from both import on_both
from figures import figure, seconds

AWAY = 20  # seconds, for an hour: the waits are as much shorter
# Of 5,000 messages; with fewer recipients as much more often.
CLOSE, LOSE = sends.RECIPIENTS // 10, 5 / sends.RECIPIENTS


def measure(database, url):
    place.empty(url)
    from tests.support.faulty_server import Faults

    sends.crowd_of(sends.RECIPIENTS)
    for name, faults in [
        ("450 for 5 %", Faults(later=0.05)),
        ("421 every 500", Faults(close_every=CLOSE)),
        ("hang-up in the middle of 3 %", Faults(cut=0.03)),
        ("answer lost for 1 in 1,000", Faults(lose=LOSE)),
        ("all of these at once", Faults(later=0.05, close_every=CLOSE, cut=0.03, lose=LOSE)),
        ("421 to every third connection", Faults(unwelcome=0.33, close_every=CLOSE)),
        ("gone right after 354 for 3 %", Faults(leave=0.03)),
        ("everybody put off once", Faults(gray=True)),
        ("354 without a recipient", Faults(later=0.05, lenient=True)),
        ("replies of many lines, byte by byte", Faults(wordy=True, later=0.05)),
    ]:
        put_off(f"{database}, {name}", faults)
    away(f"{database}, an hour without a server")
    refused(f"{database}, 550 for 1 %")


def put_off(name, faults):
    from tests.support.faulty_server import FaultyServer

    with FaultyServer(faults) as server:
        alert = sends.new_alert()
        with sends.working(server):
            states = sends.settled(alert)
        figure(f"{name}, faults that happened", sum(server.happened.values()), 1, least=True)
        figure(f"{name}, content sent for nobody", server.happened["content for nobody"], 0)
        sends.report(name, server, states, duplicates=server.happened["reply lost"])


def away(name):
    from tests.support.faulty_server import Faults, FaultyServer

    with FaultyServer(Faults(rate=500)) as server:
        alert = sends.new_alert()
        with sends.working(server):
            assert server.wait_for(sends.RECIPIENTS // 4)
            server.close()
            figure(f"{name}, publishing meanwhile", seconds(publish_elsewhere), 1, "s", 2)
            time.sleep(AWAY)
            server.open()
            states = sends.settled(alert)
        sends.report(name, server, states, duplicates=2 * sends.CONNECTIONS)


def publish_elsewhere():
    sends.new_alert(land=2)


def refused(name):
    from alerts.models import Delivery, State
    from tests.support.faulty_server import Faults, FaultyServer

    with FaultyServer(Faults(never=0.01)) as server:
        alert = sends.new_alert()
        with sends.working(server):
            states = sends.settled(alert)
        rows = Delivery.objects.filter(notice__alert=alert, state=State.FAILED)
        failed = set(rows.values_list("user__email", flat=True))
        everybody = (f"person-{number}@example.org" for number in range(1, sends.RECIPIENTS + 1))
        meant = {email for email in everybody if server.faults.refuses(email.encode())}
        figure(f"{name}, failed", len(failed), len(meant))
        figure(f"{name}, failed and not refused, or refused and not failed", len(failed ^ meant), 0)
        sends.report(name, server, states, failed=len(meant))


if __name__ == "__main__":
    on_both(__file__, measure)

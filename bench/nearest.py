"""A slow relay: who is in danger comes first, and the end is known before it begins.

The order is taken at the full size: 120,000 recipients, 2,000 of them there now; a mail's
place in it, divided by ten a second, is when it would go out. The forecast is held against
the clock at a hundredth of the size, with a relay that takes as many a second as it lets on.
"""

import os
import subprocess
import sys
import time
from contextlib import contextmanager

import place
from both import on_both
from figures import figure, seconds

PEOPLE, THERE = 120_000, 2_000
RATE = 10  # a second, of the relay we speak of
SEEN = THERE + 300  # mails after which the order of the nearest is known
SMALL, TAKES = 1_200, 60  # of the forecast: people, and mails a second
FIRST_SEND = 300


def measure(database, url):
    place.empty(url)
    taken = seconds(fill)
    print(f"{database}: filled in {taken:.0f} s", file=sys.stderr)
    from tests.support.faulty_server import Faults, FaultyServer

    with FaultyServer() as server, worker(server):
        order(database, server)
    clear_queue()
    with FaultyServer(Faults(rate=TAKES)) as server, worker(server):
        ends(database, server)


def fill():
    import crowd

    from alerts.models import Subscription

    crowd.lands()
    crowd.people(PEOPLE)
    # There now are the people with the highest keys: no order but the rank brings them first.
    first = PEOPLE - THERE + 1
    crowd.trips(THERE, first)
    crowd.stops(THERE, "1", crowd.day(-2), crowd.day(5), first)
    crowd.fill(Subscription, PEOPLE - THERE, user_id="n", country_id="1")
    for land, number in ((2, FIRST_SEND), (3, SMALL)):
        crowd.fill(
            Subscription,
            number,
            PEOPLE * land,
            user_id=f"n - {PEOPLE * land - 1}",
            country_id=str(land),
        )
    crowd.analyzed()


@contextmanager
def worker(server):
    environment = {**os.environ, "EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
    command = [sys.executable, str(place.ROOT / "manage.py"), "deliver"]
    process = subprocess.Popen(command, env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def order(database, server):
    alert_for(1)
    assert server.wait_for(SEEN, timeout=300), f"only {len(server.taken)} mails"
    first = PEOPLE - THERE + 1
    there = {f"person-{number}@example.org" for number in range(first, PEOPLE + 1)}
    places = [place for place, mail in enumerate(server.taken) if mail.recipient in there]
    assert len(places) == THERE, f"{len(places)} of {THERE} among the first {SEEN}"
    name = f"{database}, the {THERE:,} there now of {PEOPLE:,} at {RATE} a second"
    figure(name, places[-1] / RATE, 200, "s")


def ends(database, server):
    """What was said before against what the clock says."""
    from django.utils import timezone

    from alerts.audience.forecast import of_count
    from alerts.audience.groups import of_alert
    from alerts.audience.people import count
    from alerts.models import Lane
    from tests.factories import make_alert

    alert_for(2)
    assert server.wait_for(FIRST_SEND, timeout=120)
    time.sleep(3)  # for the worker to write down the last of them
    alert = make_alert(land(3), sent=False)
    forecast = of_count(count(of_alert(alert)), Lane.WARNING)
    assert forecast.rate.measured
    began = timezone.now()
    alert.published_at = began
    alert.save()
    assert server.wait_for(FIRST_SEND + SMALL, timeout=300)
    really = (timezone.now() - began).total_seconds()
    said = (forecast.ends_at - began).total_seconds()
    print(f"{database}: said {said:.1f} s, took {really:.1f} s", file=sys.stderr)
    figure(
        f"{database}, forecast of the end, off by", abs(said - really) / really * 100, 10, "%", 1
    )


def land(number):
    from advisories.models import Country

    return Country.objects.get(pk=number)


def alert_for(number):
    from tests.factories import make_alert

    return make_alert(land(number))


def clear_queue():
    from alerts.models import Delivery, State

    Delivery.objects.exclude(state=State.SENT).delete()


if __name__ == "__main__":
    on_both(__file__, measure)

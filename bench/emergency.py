"""An emergency behind a million queued digests: from publishing to the first mail and the last."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import place
from both import on_both
from figures import figure, seconds

DIGESTS, THERE = 1_000_000, 5_000
FIRST = DIGESTS - THERE + 1  # the people there now are the last whose digest would come

ZONES = [f"Etc/GMT{offset:+}" for offset in range(-14, 13)]


def measure(database, url):
    place.empty(url)
    from tests.support.faulty_server import FaultyServer

    taken = seconds(fill)
    print(f"{database}: filled in {taken:.0f} s", file=sys.stderr)
    with FaultyServer() as server:
        environment = {**os.environ, "EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
        command = [sys.executable, str(place.ROOT / "manage.py"), "deliver"]
        worker = subprocess.Popen(command, env=environment)
        try:
            assert server.wait_for(200, timeout=60), "the worker sends no digests"
            first, last = told(server)
        finally:
            worker.terminate()
            worker.wait(30)
    figure(f"{database}, emergency: publishing to the first mail", first, 1, "s", digits=2)
    figure(f"{database}, publishing to the last of {THERE:,}", last, 10, "s", digits=1)


def fill():
    """A morning on which everybody follows one country by a daily digest, and it has news."""
    import crowd
    from django.utils import timezone

    from alerts.audience.fanout import fan_out_all
    from alerts.digests.mornings import begin_digests, last_morning
    from alerts.models import Delivery, Subscription

    now = timezone.now()
    zone = max(ZONES, key=lambda zone: last_morning(now, zone))
    morning = last_morning(now, zone)
    crowd.lands()
    crowd.people(DIGESTS, time_zone=f"'{zone}'")
    crowd.trips(THERE, FIRST)
    crowd.stops(THERE, "2", crowd.day(-2), crowd.day(5), FIRST)
    crowd.fill(
        Subscription,
        DIGESTS,
        user_id="n",
        country_id="1",
        frequency="'daily'",
        held_from=crowd.moment_of(morning - timedelta(days=2)),
    )
    crowd.analyzed()
    news_of(morning - timedelta(hours=6))
    begin_digests()
    fan_out_all()
    queued = Delivery.objects.count()
    assert queued == DIGESTS, f"{queued:,} digests queued"
    crowd.analyzed()


def news_of(moment):
    """An alert for the first land that was told then, to those who hear at once: nobody."""
    from advisories.models import Country
    from alerts.kinds import KINDS
    from alerts.models import Notice
    from alerts.notices import tell
    from tests.factories import make_alert

    alert = make_alert(Country.objects.get(pk=1), published_at=moment)
    tell(KINDS[0], alert)
    Notice.objects.filter(alert=alert).update(made_at=moment, fanned_out_at=moment)


def told(server):
    """Seconds from publishing to the first and to the last mail of the emergency."""
    from advisories.models import Country, Role
    from alerts.actions import publish_alert
    from alerts.models import Grade
    from tests.factories import make_alert, make_assignment, make_user

    land = Country.objects.get(pk=2)
    sender = make_user("sender")
    make_assignment(sender, Role.SENDER, country=land)
    alert = make_alert(land, grade=Grade.EMERGENCY, sent=False)
    read = len(server.taken)
    began = time.monotonic()
    publish_alert(alert, by=sender)
    there = {f"person-{number}@example.org" for number in range(FIRST, FIRST + THERE)}
    moments = {}
    while len(moments) < THERE and time.monotonic() - began < 60:
        mails = server.taken[read:]
        read += len(mails)
        moments |= {mail.recipient: mail.at - began for mail in mails if mail.recipient in there}
        time.sleep(0.005)
    assert len(moments) == THERE, f"only {len(moments)} of {THERE} after a minute"
    return min(moments.values()), max(moments.values())


if __name__ == "__main__":
    on_both(__file__, measure)

"""A million people and three million stops: finding who hears, and queueing a mail for each."""

import resource
import statistics
import sys

import place
from both import on_both
from figures import figure, seconds

PEOPLE = 1_000_000
FEW, MANY = 6_400, 120_000  # who are in the first land now, and in the second
QUEUE = {"PostgreSQL": 1.5, "SQLite": 0.6}


def measure(database, url):
    place.empty(url)

    taken = seconds(fill)
    print(f"{database}: filled in {taken:.0f} s", file=sys.stderr)
    from alerts.audience.groups import of_alert
    from alerts.audience.people import count
    from tests.factories import make_alert

    few, many, all_of_them = alerts(make_alert)
    times = {alert: selected(of_alert(alert)) for alert in (few, many)}
    assert count(of_alert(few)).total == FEW
    figure(f"{database}, audience of {FEW:,} among {PEOPLE:,}", times[few] * 1000, 50, "ms", 1)
    each = (times[many] / MANY) / (times[few] / FEW)
    figure(f"{database}, a recipient of {MANY:,} / of {FEW:,}", each, 1.5, digits=2)
    queued(database, many, MANY, QUEUE[database])
    queued(database, all_of_them, PEOPLE, 10)


def fill():
    import crowd

    crowd.lands()
    crowd.people(PEOPLE)
    crowd.trips(PEOPLE)
    land = f"CASE WHEN n <= {FEW} THEN 1 WHEN n <= {FEW + MANY} THEN 2 ELSE 3 + n % 198 END"
    crowd.stops(PEOPLE, land, crowd.day(-2), crowd.day(5))
    # Two stops of the past for everybody, a tenth of them in the land of the few.
    past = "CASE WHEN n % 10 = 0 THEN 1 ELSE 3 + n % 198 END"
    crowd.stops(PEOPLE, past, crowd.day(-90), crowd.day(-80), key=f"n + {PEOPLE}")
    crowd.stops(PEOPLE, past, crowd.day(-300), crowd.day(-290), key=f"n + {2 * PEOPLE}")
    crowd.analyzed()


def alerts(make_alert):
    from advisories.models import Country

    lands = [Country.objects.get(pk=number) for number in (1, 2)]
    return *(make_alert(land) for land in lands), make_alert(everywhere=True)


def selected(audience, rounds=7):
    """The median time of selecting every person of these groups."""
    from django.db import connection

    statements = [group.statement() for group in audience]

    def select():
        with connection.cursor() as cursor:
            for sql, values in filter(None, statements):
                cursor.execute(
                    f"SELECT COUNT(DISTINCT person) FROM ({sql}) AS people WHERE hindrance = 0",
                    values,
                )
                cursor.fetchone()

    return statistics.median(seconds(select) for _round in range(rounds))


def queued(database, alert, people, bound):
    """Fan out its notice, and again as if nobody had said that it was done."""
    from alerts.audience.fanout import fan_out_all
    from alerts.kinds import KINDS
    from alerts.models import Delivery, Notice
    from alerts.notices import tell

    tell(KINDS[0], alert)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figure(f"{database}, {people:,} deliveries queued", seconds(fan_out_all), bound, "s", 2)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
    figure(f"{database}, memory more for it", grown, 10, "MB", 1)
    notices = Notice.objects.filter(alert=alert)
    assert Delivery.objects.filter(notice__in=notices).count() == people
    notices.update(fanned_out_at=None)
    figure(f"{database}, {people:,} again, new rows", fan_out_all(), 0)


if __name__ == "__main__":
    on_both(__file__, measure)

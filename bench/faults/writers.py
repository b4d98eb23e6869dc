"""Twenty people who write at once on SQLite: nobody is told that the database is locked."""

import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import place
from figures import figure

WRITERS, PROCESSES = 20, 4
REQUESTS = int(os.environ.get("REQUESTS", "10000"))


def main():
    place.empty()
    from django.db import connections

    from tests.factories import make_country, make_user

    country = make_country()
    for number in range(WRITERS):
        make_user(f"writer-{number}")
    connections.close_all()
    began = time.monotonic()
    with ProcessPoolExecutor(PROCESSES) as pool:
        groups = [range(number, WRITERS, PROCESSES) for number in range(PROCESSES)]
        found = sum(pool.map(write, groups, [country.slug] * PROCESSES), Counter())
    print(f"{REQUESTS:,} requests in {time.monotonic() - began:.0f} s: {found}", file=sys.stderr)
    done = sum(found.values())
    figure(f"requests that write, by {WRITERS} at once", done, REQUESTS, least=True)
    figure("answered with an error, or database is locked", done - found[302], 0)


def write(numbers, country):
    """One process of a web server: a thread for each of these people."""
    import django

    django.setup()
    with ThreadPoolExecutor(len(numbers)) as pool:
        return sum(pool.map(lambda number: one_person(number, country), numbers), Counter())


def one_person(number, country):
    """Follows and pauses, again and again: a session, a row and its audit at each turn."""
    from django.db import connections
    from django.test import Client

    from accounts.models import User

    client, answers = Client(raise_request_exception=False), Counter()
    client.force_login(User.objects.get(email=f"writer-{number}@example.org"))
    for turn in range(REQUESTS // WRITERS):
        follow = {"place": f"country:{country}", "lowest_grade": 1 + turn % 3}
        response = (
            client.post("/subscribe/", follow)
            if turn % 2
            else client.post("/account/alerts/", {"resume": "1"})
        )
        answers[response.status_code] += 1
    connections.close_all()
    return answers


if __name__ == "__main__":
    main()

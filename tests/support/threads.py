"""Several people at once, each with a database connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections


def at_once(deeds):
    """Call all of them at the same moment; their results, an exception where one was raised."""
    deeds = list(deeds)
    barrier = Barrier(len(deeds), timeout=20)

    def run(deed):
        try:
            barrier.wait()
            return deed()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))

"""Questions that a worker asks several times a second, whether there is mail or not."""

from datetime import datetime, timedelta

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone

LIFE = timedelta(seconds=30)


class Repeated:
    """The rows of a query, asked again and again.

    Making such a statement takes ten times as long as answering it, so it is kept for a while.
    The moments in it are all measured from now; they move on with the clock.
    """

    def __init__(self, build):
        self.build = build  # () -> a queryset of values_list()
        self.made_at = self.vendor = self.statement = None
        self.values = ()

    def rows(self):
        now = timezone.now()
        if not self.is_fresh(now):
            self.make(now)
        if self.statement is None:
            return []
        values = [moved(value, now - self.made_at) for value in self.values]
        with connection.cursor() as cursor:
            cursor.execute(self.statement, values)
            return cursor.fetchall()

    def is_fresh(self, now):
        made_at = self.made_at
        return made_at and made_at <= now < made_at + LIFE and self.vendor == connection.vendor

    def make(self, now):
        self.made_at, self.vendor = now, connection.vendor
        try:
            self.statement, self.values = self.build().query.sql_with_params()
        except EmptyResultSet:
            self.statement = None


def moved(value, by):
    """A moment so much later, in the form that the database takes; anything else as it is."""
    if isinstance(value, datetime):
        return value + by
    if isinstance(value, str) and connection.vendor == "sqlite":  # which keeps moments as text
        try:
            return str(datetime.fromisoformat(value) + by)
        except ValueError:
            return value
    return value

"""The moment at which a question about rows is asked, and the days that follow from it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from .once import once

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Moment:
    """Now, and what queries derive from it; in a statement, what stands for them there."""

    now: Any
    day_ago: Any
    last_day_anywhere: Any  # a day is over when it is so everywhere
    first_day_anywhere: Any  # the newest day that has begun somewhere

    @classmethod
    def present(cls):
        """The time as it is, which for a page is when it first asks."""
        return once("present", cls.taken)

    @classmethod
    def taken(cls):
        now = timezone.now()
        return cls(now, now - DAY, now.date() - DAY, now.date() + DAY)


class DayThere(models.Func):
    """The day that a moment falls on in the time zone that a column names, or an expression."""

    output_field = models.DateField()

    def __init__(self, moment, zone):
        if not hasattr(moment, "resolve_expression"):
            moment = models.Value(moment, models.DateTimeField())
        super().__init__(moment, zone if hasattr(zone, "resolve_expression") else models.F(zone))

    def as_sqlite(self, compiler, connection, **options):
        function = "django_datetime_cast_date"  # Django's own; it is told moments in UTC
        template = f"{function}(%(expressions)s, 'UTC')"
        return self.as_sql(compiler, connection, template=template, **options)

    def as_postgresql(self, compiler, connection, **options):
        template = "((%(expressions)s)::date)"
        joined = "::timestamptz AT TIME ZONE "
        return self.as_sql(compiler, connection, template=template, arg_joiner=joined, **options)

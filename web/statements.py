"""Queries that a page asks at every visit: put into SQL once, then asked with other values.

Django writes the SQL of a query anew each time, which takes several times as long as the
database takes to answer. A statement is written once for each connection of a process:

    @statement(country=models.BigIntegerField())
    def posts_in(at, country):
        return Post.objects.listed(at).filter(country=country)

    posts_in(country=5)  # a list of posts, from the database as it is now

Nothing that was read is kept: only the SQL is. What differs from visit to visit comes in as
a given value, and the time as `at`; a moment that is written into the SQL is refused, as it
would stay what it was when the process began.
"""

import re
from datetime import date
from functools import update_wrapper

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models

from .lookups import fits
from .making import maker_of
from .moments import Moment

FIXED = re.compile(r"\d{4}-\d\d-\d\d\b")


class Given(models.Expression):
    """A value that a statement is given when it is asked."""

    def __init__(self, name, output_field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def in_sql(self, values, connection):
        value = values[self.name]
        if not fits(value, connection, self.output_field):
            raise EmptyResultSet  # a number beyond the column's range is in no row
        return self.output_field.get_db_prep_value(value, connection)


AT = Moment(
    now=Given("now", models.DateTimeField()),
    day_ago=Given("day_ago", models.DateTimeField()),
    last_day_anywhere=Given("last_day_anywhere", models.DateField()),
    first_day_anywhere=Given("first_day_anywhere", models.DateField()),
)


def statement(**fields):
    """A function from `at` and given values to a queryset becomes one to the list of its rows."""
    return lambda build: Statement(build, fields)


class Statement:
    """A question about rows that is put into SQL once for each connection."""

    def __init__(self, build, fields):
        self.build = build
        self.given = {name: Given(name, field) for name, field in fields.items()}
        update_wrapper(self, build)

    def __call__(self, **values):
        return self.written().ask({**vars(Moment.present()), **values})

    def first(self, **values):
        """The first of its rows, or None."""
        return next(iter(self(**values)), None)

    def written(self):
        """Kept on the connection, which belongs to one thread and dies with it."""
        connection = connections[DEFAULT_DB_ALIAS]
        kept = vars(connection).setdefault("statements", {})
        if self not in kept:
            kept[self] = Written(self.build(AT, **self.given), connection)
        return kept[self]


class Written:
    """A queryset with the SQL that Django wrote for it on one connection."""

    def __init__(self, queryset, connection):
        if queryset._prefetch_related_lookups:
            raise ValueError(
                "A statement is one query; ask for what belongs to its rows by another."
            )
        self.connection = connection
        self.compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.slots = self.compiler.as_sql()
        refuse_fixed_moments(self.slots)
        columns = [column for column, *_sql in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)
        self.made = maker_of(queryset, self.compiler)

    def ask(self, values):
        try:
            given = tuple(
                slot.in_sql(values, self.connection) if isinstance(slot, Given) else slot
                for slot in self.slots
            )
        except EmptyResultSet:
            return []
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            rows = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return list(map(self.made, rows))


def put_at_hand(parents, name, rows, by):
    """Give each parent those of the rows that name it in `by`, where prefetching puts them."""
    belonging: dict = {parent.pk: [] for parent in parents}
    for row in rows:
        if getattr(row, by) in belonging:
            belonging[getattr(row, by)].append(row)
    for parent in parents:
        queryset = parent._meta.get_field(name).related_model._default_manager.all()
        queryset._result_cache = belonging[parent.pk]
        parent._prefetched_objects_cache = {name: queryset}


def refuse_fixed_moments(slots):
    for slot in slots:
        if isinstance(slot, date) or (isinstance(slot, str) and FIXED.match(slot)):
            raise ValueError(f"A statement takes its time from `at`, and not {slot} for good.")

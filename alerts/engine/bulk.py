"""One statement for many rows, where the ORM would take longer than sending the mail.

PostgreSQL gets the columns as arrays, written out here: the driver asks Python about each value.
SQLite, which is in this process, gets row by row for one statement that it has planned.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField


def insert_many(model, names, rows):
    """Insert rows of values in the order of these fields."""
    fields = fields_of(model, names)
    columns = ", ".join(field.column for field in fields)
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        statement = f"INSERT INTO {table} ({columns}) SELECT * FROM {arrays(fields)}"  # noqa: S608
        execute(statement, literals(rows))
    else:
        places = ", ".join(["%s"] * len(fields))
        statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608
        execute_many(statement, adapted(fields, rows))


def update_many(model, names, rows, *, same, only):
    """Set these fields, each row's key standing last, where a row still has the values of `only`.

    `same` is what is set for all of them alike, as SQL and its values. How many were changed.
    """
    if connection.vendor == "postgresql":
        return execute(*update_of_many(model, names, rows, same=same, only=only))
    table, (common, values), where = model._meta.db_table, same, condition_of(model, only)
    fields = fields_of(model, names)
    sets = ", ".join([*(f"{field.column} = %s" for field in fields), common])
    values, condition = tuple(map(as_text, values)), tuple(only.values())
    return execute_many(
        f"UPDATE {table} SET {sets} WHERE {table}.id = %s AND {where}",  # noqa: S608
        [(*row[:-1], *values, row[-1], *condition) for row in adapted(fields, rows)],
    )


def update_of_many(model, names, rows, *, same, only):
    """What PostgreSQL is told for that: (statement, values)."""
    table, (common, values), where = model._meta.db_table, same, condition_of(model, only)
    fields = fields_of(model, names)
    sets = ", ".join([*(f"{field.column} = new.{field.column}" for field in fields), common])
    new = arrays([*fields, model._meta.pk])
    return (
        f"UPDATE {table} SET {sets} FROM {new} WHERE {table}.id = new.id AND {where}",  # noqa: S608
        [*values, *literals(rows), *only.values()],
    )


def condition_of(model, only):
    return " AND ".join(f"{model._meta.db_table}.{name} = %s" for name in only)


def fields_of(model, names):
    return [model._meta.get_field(name) for name in names]


def arrays(fields):
    """unnest(%s::bigint[], ...) AS new(id, ...)"""
    casts = ", ".join(f"%s::{field.rel_db_type(connection)}[]" for field in fields)
    return f"unnest({casts}) AS new({', '.join(field.column for field in fields)})"


def literals(rows):
    """The columns as PostgreSQL writes arrays: {17,18,NULL}."""
    return [literal(column) for column in zip(*rows, strict=True)]


def literal(values):
    return f"{{{','.join(elements(values))}}}"


def elements(values):
    """What stands in an array; what is plain all through is seen without a look at each."""
    kinds = set(map(type, values))
    if kinds == {int}:
        return map(str, values)
    if values.count(values[0]) == len(values):
        return [element(values[0])] * len(values)
    if kinds == {str} and all(values) and is_plain("".join(values)):
        return values
    return map(element, values)


def is_plain(text):
    return text.isalnum() and "NULL" not in text.upper()


def element(value):
    if value is None:
        return "NULL"
    text = str(value)
    if is_plain(text):
        return text
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def adapted(fields, rows):
    """Values as SQLite's driver takes them: moments as text."""
    moments = [at for at, field in enumerate(fields) if isinstance(field, DateTimeField)]
    if not moments:
        return rows
    columns: list[Sequence] = list(zip(*rows, strict=True))
    for at in moments:
        texts = {value: as_text(value) for value in set(columns[at])}
        columns[at] = [texts[value] for value in columns[at]]
    return list(zip(*columns, strict=True))


def as_text(value):
    is_moment = isinstance(value, datetime)
    return connection.ops.adapt_datetimefield_value(value) if is_moment else value


def execute(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def execute_many(statement, rows):
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
        return cursor.rowcount

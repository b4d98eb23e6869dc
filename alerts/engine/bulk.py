"""One statement for many rows, where the ORM would take longer than sending the mail.

PostgreSQL gets the columns as arrays, written out here: the driver asks Python about each value.
SQLite, which is in this process, gets row by row for one statement that it has planned.
"""

from datetime import datetime

from django.db import connection


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
        execute_many(statement, adapted(rows))


def update_many(model, names, rows, *, same, only):
    """Set these fields, each row's key standing last, where a row still has the values of `only`.

    `same` is what is set for all of them alike, as SQL and its values. How many were changed.
    """
    if connection.vendor == "postgresql":
        return execute(*update_of_many(model, names, rows, same=same, only=only))
    table, (common, values), where = model._meta.db_table, same, condition_of(model, only)
    columns = [field.column for field in fields_of(model, names)]
    sets = ", ".join([*(f"{column} = %s" for column in columns), common])
    (values,) = adapted([values])
    return execute_many(
        f"UPDATE {table} SET {sets} WHERE {table}.id = %s AND {where}",  # noqa: S608
        [(*row[:-1], *values, row[-1], *only.values()) for row in adapted(rows)],
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
    number = len(values)
    if values.count(values[0]) == number:
        return f"{{{','.join([element(values[0])] * number)}}}"
    if set(map(type, values)) == {int}:
        return f"{{{','.join(map(str, values))}}}"
    return f"{{{','.join(map(element, values))}}}"


def element(value):
    if value is None:
        return "NULL"
    text = str(value)
    if text.isalnum() and text.upper() != "NULL":
        return text
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def adapted(rows):
    """Values as SQLite's driver takes them: moments as text."""
    columns = zip(*rows, strict=True)
    return list(zip(*map(adapted_column, columns), strict=True))


def adapted_column(values):
    if datetime not in map(type, values):
        return values
    texts = {value: connection.ops.adapt_datetimefield_value(value) for value in set(values)}
    return [texts[value] for value in values]


def execute(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def execute_many(statement, rows):
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
        return cursor.rowcount

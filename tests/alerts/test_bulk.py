"""Columns as PostgreSQL reads them: whatever stands in a value stays what it was."""

import pytest
from django.db import connection

from alerts.engine.bulk import literal

COLUMNS = [
    [1, 2, 3],
    [7, 7, 7],
    [1, None, 3],
    [None, None],
    [True, False, True],
    ["abc", "250", "Ж"],
    ["a", "", "b"],
    ["null", "NULL", "nu"],
    ["nu", "ll"],
    ["a,b", "c"],
    ['say "no"', "back\\slash", "{brace}", " blank "],
    ["250 2.0.0 Ok: queued as 4XyZ", "250 2.0.0 Ok: queued as 4XyZ"],
]


@pytest.mark.django_db
@pytest.mark.postgresql
@pytest.mark.parametrize("column", COLUMNS)
def test_column_comes_back_as_it_was(column):
    kind = {int: "bigint", bool: "boolean"}.get(type(column[0]), "text")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT unnest(%s::{kind}[])", [literal(column)])
        assert [value for (value,) in cursor.fetchall()] == column

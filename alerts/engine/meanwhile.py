"""Statements that PostgreSQL works on while this process does something else.

They are sent in pipeline mode, and heard of at the end. Whoever asks the same connection
something meanwhile waits for them first. SQLite works in this process: nothing to be had there.
"""

from contextlib import contextmanager

from django.db import connection


def can_overlap():
    return connection.vendor == "postgresql" and not connection.in_atomic_block


@contextmanager
def meanwhile(*statements):
    """Each is (statement, values), and all of them one transaction, which ends with the block.

    Gives a list, in which stands afterwards how many rows each of them changed; empty if the
    block was left by an error.
    """
    counts = []
    connection.ensure_connection()
    with connection.wrap_database_errors:
        with connection.connection.pipeline():  # its sync() would wait for what was sent
            cursors = [sent(*statement) for statement in statements]
            yield counts
        counts += [cursor.rowcount for cursor in cursors]


def sent(statement, values):
    cursor = connection.cursor()
    cursor.execute(statement, values)
    return cursor

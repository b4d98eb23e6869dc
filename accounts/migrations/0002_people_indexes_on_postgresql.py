"""Two indexes that only PostgreSQL can have, and that a million people need.

One answers who may get mail without reading the people themselves; the other finds a name by
its beginning.
"""

from django.db import migrations

MAKE = [
    "CREATE UNIQUE INDEX accounts_user_reachable ON accounts_user (id)"
    " INCLUDE (email, is_active, email_confirmed_at, paused_until)",
    "CREATE INDEX accounts_user_name_begins ON accounts_user (UPPER(name) varchar_pattern_ops)",
]
DROP = ["DROP INDEX accounts_user_reachable", "DROP INDEX accounts_user_name_begins"]


def on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(on_postgresql(MAKE), on_postgresql(DROP))]

"""The archive on PostgreSQL is walked from the newest year on, and knows which words stand together.

Texts lie beside the table now, so that the rows of a frequent word are few pages to go through.
`pairs` tells by the index where a phrase may be. The shelf is empty after this: `index_search`
makes it anew at a stroke, else each search does a slice of it.
"""

from importlib import import_module

from django.db import migrations

first = import_module("portal.migrations.0001_search_index")
ARCHIVE = "search_archive"
EMPTY = "DELETE FROM search_state WHERE shelf = '{shelf}'"

NEWEST_FIRST = [
    "DROP TABLE {shelf}",
    "CREATE TABLE {shelf} ("
    + first.COLUMNS.format(key="bigint")
    + """,
    names text NOT NULL,
    words text NOT NULL,
    facets text[] NOT NULL,
    pairs smallint[] NOT NULL,
    all_words tsvector NOT NULL)
    WITH (toast_tuple_target = 256)
    """,
    *(f"ALTER TABLE {{shelf}} ALTER {name} SET STORAGE EXTERNAL" for name in ("words", "pairs", "all_words")),
    first.BY_SOURCE,
    "CREATE INDEX {shelf}_words ON {shelf} USING gin (all_words, facets, pairs)",
    EMPTY,
]


def make_newest_first(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        first.run(schema_editor, NEWEST_FIRST, ARCHIVE)


def make_as_before(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        first.run(schema_editor, ["DROP TABLE {shelf}", *first.POSTGRESQL, EMPTY], ARCHIVE)


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_search_index")]
    operations = [migrations.RunPython(make_newest_first, make_as_before)]

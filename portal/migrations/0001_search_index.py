"""The search index: two shelves of short texts, and what each was last made from.

No model stands for these tables: they hold nothing that could not be made again from the
live rows. `search_current` holds what readers find at once, `search_archive` older editions
and past alerts. SQLite looks words up with FTS5, PostgreSQL with tsvector.
"""

from django.db import migrations

SHELVES = ("search_current", "search_archive")

STATE = """
CREATE TABLE search_state (
    shelf varchar(20) PRIMARY KEY,
    made_from bigint NOT NULL,
    good_until varchar(32) NOT NULL
)
"""
COLUMNS = """
    id {key} PRIMARY KEY,
    kind varchar(8) NOT NULL,
    source_id bigint NOT NULL,
    stamp varchar(40) NOT NULL
"""
BY_SOURCE = "CREATE INDEX {shelf}_source ON {shelf} (kind, source_id, stamp)"

SQLITE = [
    "CREATE TABLE {shelf} (" + COLUMNS.format(key="integer") + ")",
    BY_SOURCE,
    # Facets such as s-road_ are one word each.
    """
    CREATE VIRTUAL TABLE {shelf}_words USING fts5(
        names, words, context, facets,
        tokenize="porter unicode61 remove_diacritics 2 tokenchars '_-'"
    )
    """,
    """
    CREATE TRIGGER {shelf}_removed AFTER DELETE ON {shelf} BEGIN
        DELETE FROM {shelf}_words WHERE rowid = old.id;
    END
    """,
]
SQLITE_BACK = ["DROP TABLE {shelf}_words", "DROP TABLE {shelf}"]

# The stemmer that FTS5 calls porter, and no word left out, so that both find the same.
DICTIONARY = [
    "CREATE TEXT SEARCH DICTIONARY portal_stem (TEMPLATE = snowball, Language = porter)",
    "CREATE TEXT SEARCH CONFIGURATION portal_search (PARSER = default)",
    "ALTER TEXT SEARCH CONFIGURATION portal_search ADD MAPPING FOR asciiword, word, numword,"
    " asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart, int, uint,"
    " float, sfloat, version WITH portal_stem",
]
POSTGRESQL = [
    "CREATE TABLE {shelf} ("
    + COLUMNS.format(key="bigint")
    + """,
    names text NOT NULL,
    words text NOT NULL,
    facets text[] NOT NULL,
    name_words tsvector NOT NULL,
    all_words tsvector NOT NULL)
    """,
    BY_SOURCE,
    "CREATE INDEX {shelf}_names ON {shelf} USING gin (name_words, facets)",
    "CREATE INDEX {shelf}_words ON {shelf} USING gin (all_words, facets)",
]
POSTGRESQL_BACK = ["DROP TABLE {shelf}"]
DICTIONARY_BACK = [
    "DROP TEXT SEARCH CONFIGURATION portal_search",
    "DROP TEXT SEARCH DICTIONARY portal_stem",
]


def make_index(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    run(schema_editor, [STATE, *(DICTIONARY if postgresql else [])])
    for shelf in SHELVES:
        run(schema_editor, POSTGRESQL if postgresql else SQLITE, shelf)


def drop_index(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for shelf in SHELVES:
        run(schema_editor, POSTGRESQL_BACK if postgresql else SQLITE_BACK, shelf)
    run(schema_editor, ["DROP TABLE search_state", *(DICTIONARY_BACK if postgresql else [])])


def run(schema_editor, statements, shelf=""):
    for statement in statements:
        schema_editor.execute(statement.replace("{shelf}", shelf), params=None)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(make_index, drop_index)]

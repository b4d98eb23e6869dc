"""The test database, and a counter of queries."""

import os

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, tmp_path_factory
) -> None:
    """Keep SQLite in a file: in memory it has neither WAL nor the locks of the real thing."""
    database = connections["default"].settings_dict
    if connection.vendor == "sqlite":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def quick_flush():
    """DELETE empties a hundred tables of a few rows far sooner than PostgreSQL's TRUNCATE."""

    def delete_all(style, tables, **options):
        return [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]

    if connection.vendor == "postgresql":
        connection.ops.sql_flush = delete_all


@pytest.fixture(autouse=True)
def fresh_counters(request):
    """Rate limits and the search index live in tables that are no model: no flush empties them."""
    yield
    if {"transactional_db", "live_server"} & set(request.fixturenames):
        cache.clear()
        with connection.cursor() as cursor:
            for table in ("search_current", "search_archive", "search_state"):
                cursor.execute(f"DELETE FROM {table}")


@pytest.fixture
def query_count():
    """How many queries a call makes: `query_count(lambda: client.get(url))`."""

    def count(deed):
        with CaptureQueriesContext(connection) as queries:
            deed()
        return len(queries)

    return count


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL, only what a second database can answer otherwise has anything new to say."""
    if os.environ.get("TEST_DATABASE_URL"):
        silent = {item for item in items if not uses_database(item) or is_page_alone(item)}
    else:
        silent = {item for item in items if item.get_closest_marker("postgresql")}
    items[:] = [item for item in items if item not in silent]
    config.hook.pytest_deselected(items=list(silent))


def uses_database(item):
    fixtures = {"db", "transactional_db", "live_server"} & set(item.fixturenames)
    return bool(fixtures or item.get_closest_marker("django_db"))


def is_page_alone(item):
    """What a page shows; the deeds and questions behind it have tests of their own."""
    return item.get_closest_marker("page") and not item.get_closest_marker("behavior")

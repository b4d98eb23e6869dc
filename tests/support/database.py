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
    """On PostgreSQL, only tests that use the database have anything new to say."""
    if os.environ.get("TEST_DATABASE_URL"):
        silent = [item for item in items if not uses_database(item)]
        items[:] = [item for item in items if uses_database(item)]
        config.hook.pytest_deselected(items=silent)


def uses_database(item):
    fixtures = {"db", "transactional_db", "live_server"} & set(item.fixturenames)
    return bool(fixtures or item.get_closest_marker("django_db"))

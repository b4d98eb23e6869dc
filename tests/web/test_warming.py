import pytest
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections

from portal.warming import first_pages
from portal.wsgi import django_application
from tests.factories import make_country, make_level
from web import warming
from web.models import ContentVersion

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def closed(monkeypatch):
    """How often every connection was closed; a test keeps its own."""
    times = []
    monkeypatch.setattr(warming.connections, "close_all", lambda: times.append(1))
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield times
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def noting(seen):
    def application(environ, start_response):
        def note(status, headers, exc_info=None):
            seen.append((environ["PATH_INFO"], status))
            return start_response(status, headers, exc_info)

        return django_application(environ, note)

    return application


def test_the_pages_most_readers_come_for_are_asked_for_once(closed):
    make_country("Nepal")
    make_level(make_country("Kazakhstan"))
    seen = []

    warming.warm(noting(seen), first_pages)

    assert seen == [("/", "200 OK"), ("/countries/kazakhstan/", "200 OK")]
    assert closed


def test_an_empty_site_has_its_home_page():
    assert list(first_pages()) == ["/"]


def test_without_a_database_nothing_is_asked_for(closed, monkeypatch):
    def away():
        raise OperationalError("no such table")

    monkeypatch.setattr(ContentVersion, "current", away)
    seen = []

    warming.warm(noting(seen), first_pages)

    assert not seen
    assert closed

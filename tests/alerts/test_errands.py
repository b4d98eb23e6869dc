"""What a worker does beside the mail, in a thread: never in its way, and once a round."""

import threading
from types import SimpleNamespace

import pytest
from django.core.cache import cache

from alerts import errands

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def same_connection(monkeypatch):
    """The test's own is not to be closed."""
    cache.clear()
    monkeypatch.setattr(errands, "connection", SimpleNamespace(close=lambda: None))


def errand_named(name, deed):
    deed.__name__ = name
    return deed


def test_errand_is_run_by_the_first_worker_of_a_round():
    done = []
    errand = errand_named("read", lambda: done.append(1))

    errands.run_one(errand, 60)
    errands.run_one(errand, 60)

    assert done == [1]


def test_errand_that_fails_is_logged_and_stops_nothing(caplog):
    errands.run_one(errand_named("broken", lambda: 1 / 0), 60)

    assert "next round follows" in caplog.text


@pytest.mark.once
def test_thread_runs_them_and_ends_with_its_worker(monkeypatch):
    ran, stop = threading.Event(), threading.Event()
    monkeypatch.setattr(errands, "ERRANDS", [(ran.set, 60)])
    monkeypatch.setattr(errands, "LOOK", 0.01)
    monkeypatch.setattr(errands, "run_one", lambda errand, seconds: errand())

    thread = errands.start_errands(stop.is_set)
    assert ran.wait(5)
    stop.set()
    thread.join(5)

    assert thread.daemon
    assert not thread.is_alive()

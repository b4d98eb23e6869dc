import threading

import pytest
import time_machine
from django.db import connection

from web.ratelimit import LimitedError, allow, take


@pytest.mark.django_db
def test_so_many_and_no_more():
    assert [allow("door", 3, 60) for _number in range(5)] == [True, True, True, False, False]
    assert allow("another door", 3, 60)


@pytest.mark.django_db
def test_uses_come_back_one_by_one():
    with time_machine.travel("2026-11-22 12:00:00+00:00", tick=False) as clock:
        allow("door", 2, 60)
        clock.shift(30)
        allow("door", 2, 60)
        with pytest.raises(LimitedError) as refused:
            take("door", 2, 60)
        assert refused.value.retry_after == 30
        clock.shift(31)
        assert allow("door", 2, 60)
        assert not allow("door", 2, 60)


@pytest.mark.django_db
def test_use_taken_back_does_not_count():
    take("door", 1, 60).take_back()

    assert allow("door", 1, 60)


@pytest.mark.django_db(transaction=True)
def test_workers_share_one_count():
    """Eight at once, as eight workers would: five pass."""
    passed, start = [], threading.Barrier(8)

    def worker():
        start.wait()
        passed.append(allow("door", 5, 60))
        connection.close()

    threads = [threading.Thread(target=worker) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert passed.count(True) == 5

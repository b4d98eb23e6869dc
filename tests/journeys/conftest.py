"""What every journey uses: a worker for one round, and codes out of mails."""

import re

import pytest

from alerts.worker import Worker

CODE = re.compile(r"^([A-Z0-9-]{6,12})\s*$", re.MULTILINE)


@pytest.fixture
def deliver():
    """What `manage.py deliver --once` does."""
    return lambda: Worker().run_once()


@pytest.fixture
def code_for(mailbox, deliver):
    """The newest code that was mailed to an address."""

    def read(address):
        deliver()
        return CODE.search(mailbox.last(address).text)[1]

    return read


@pytest.fixture
def staff_page(open_page):
    """A page of somebody on the staff who signed in before."""

    def open_as(user, path, **options):
        page = open_page(user=user, **options)
        page.goto(path)
        return page

    return open_as

"""Planted markers, and a way to open any page as any of their readers."""

import io
import logging
import zipfile

import pytest
from django.db import transaction
from django.test import Client

from tests.portal.planted import Planted


@pytest.fixture
def planted(db, settings, tmp_path):
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return Planted().sown()


@pytest.fixture
def read(planted):
    """`read("almaty editor", path)`: the answer to that person; its traces are taken back."""
    client, cookies = Client(), {}
    logging.disable()  # each refusal would be logged with all its calls

    def cookie_of(reader):
        own = Client()
        if planted.people[reader]:
            own.force_login(planted.people[reader])
        return own.cookies.output(header="", attrs=[], sep=";").strip()

    def get(reader, path):
        if reader not in cookies:
            cookies[reader] = cookie_of(reader)
        with transaction.atomic():
            response = client.get(path, headers={"cookie": cookies[reader]})
            response.whole = text_of(response)
            transaction.set_rollback(True)
        return response

    yield get
    logging.disable(logging.NOTSET)


def text_of(response):
    """All that was sent, headers and the parts of a Word file included."""
    sent = b"".join(response.streaming_content) if response.streaming else response.content
    if sent.startswith(b"PK"):
        package = zipfile.ZipFile(io.BytesIO(sent))
        sent = b"\n".join(package.read(name) for name in package.namelist())
    return f"{dict(response.headers)}\n{sent.decode('utf-8', 'replace')}".lower()

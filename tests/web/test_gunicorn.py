"""The web server takes the address from the first line of a request, whatever headers claim."""

import gc
import runpy

import pytest
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser

pytestmark = pytest.mark.once
FORGED = ["SCRIPT_NAME: /alerts", "PATH_INFO: /admin/", "X-Forwarded-Proto: https"]


@pytest.fixture
def config(settings):
    own, config = runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py")), Config()
    gc.enable()
    for name in own.keys() & config.settings.keys():
        config.set(name, own[name])
    return config


@pytest.mark.parametrize("header", FORGED)
def test_header_of_a_client_changes_neither_address_nor_scheme(config, header):
    text = f"GET /alerts/ HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n"

    [request] = RequestParser(config, iter([text.encode()]), ("127.0.0.1", 40000))

    names = {name for name, _value in request.headers}
    assert request.path == "/alerts/"
    assert request.scheme == "http"
    assert not names & {"SCRIPT_NAME", "PATH_INFO"}

"""Nothing in the body or the headers of a request is a 500 (P13)."""

import io

import pytest
from django.core.wsgi import WSGIHandler
from django.test import Client, RequestFactory

from tests.web.test_hostile_input import check
from web.wsgi import PlainEncoding

SAMPLE_PATHS = ["/", "/account/login/", "/subscribe/", "/find/", "/nowhere/", "/account/security/"]


@pytest.mark.parametrize("path", SAMPLE_PATHS)
@pytest.mark.parametrize(
    ("status", "content_type", "body"),
    [
        (400, "application/x-www-form-urlencoded; charset=utf-7", b"login=a"),
        (400, "application/x-www-form-urlencoded", b"login=a%00b"),
        (None, "application/x-www-form-urlencoded", b"login=%ED%A0%80&email=%ff"),
        (None, "multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
        (None, "multipart/form-data", b"no boundary"),
        (None, "multipart/form-data; boundary=" + "x" * 300, b"--x"),
        (413, "application/x-www-form-urlencoded", b"login=" + b"x" * 10_000_000),
        (None, "application/x-www-form-urlencoded", b"&".join([b"a=1"] * 5000)),
        (None, "application/json", b'{"a": "\\ud800\\u0000"}'),
        (None, "text/\udcff", b"x"),
    ],
    ids=range(10),
)
def test_hostile_bodies(db, path, status, content_type, body):
    client = Client(raise_request_exception=False)

    response = client.generic("POST", path, body, content_type=content_type)

    assert response.status_code < 500
    if status and path.startswith(("/account/login", "/subscribe")):
        assert response.status_code == status


@pytest.mark.parametrize(
    "charset", ["utf-7", "base64", "rot13", "hex", "undefined", "\0", "x" * 99]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_encodings_that_a_header_may_name(db, charset, method):
    """By the real door: Django's test client builds its requests without it."""
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    body = io.BytesIO(b"login=a")
    environ = RequestFactory().generic(method, "/account/login/", "", QUERY_STRING="q=%41").environ
    environ.update({"CONTENT_TYPE": kind, "CONTENT_LENGTH": "7", "wsgi.input": body})
    said = []

    list(PlainEncoding(WSGIHandler())(environ, lambda status, headers: said.append(status)))

    assert said == ["400 Bad Request"]


def test_utf_8_by_any_name_is_read(client, db):
    assert client.get("/", CONTENT_TYPE="text/plain; charset=UTF8").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": 'session="\\000bbbbbbbbb"'},
        {"cookie": 'device="\\000"; csrf="\\000"; messages="\\000"'},
        {"cookie": "session=" + "x" * 20_000},
        {"cookie": "\xff\xfe=\xff; session=\xff"},
        {"host": "evil.example"},
        {"host": "[::1"},
        {"user-agent": "\0"},
        {"user-agent": "x" * 20_000},
        {"accept-language": "x" * 5000},
        {"x-forwarded-for": "\0, ,,nonsense"},
        {"referer": "https://[", "origin": "https://["},
        {"if-none-match": '"\xff', "if-modified-since": "nonsense"},
    ],
    ids=range(12),
)
def test_hostile_headers(db, headers):
    client = Client(raise_request_exception=False)
    for path in SAMPLE_PATHS:
        check(client.get(path, headers=headers), f"{path} {headers}")
        check(client.post(path, {"login": "a@example.org"}, headers=headers), f"{path} {headers}")

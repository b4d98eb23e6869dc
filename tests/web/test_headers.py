"""Every answer carries the whole set (P18): pages, errors, redirects, static files, nothing new."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_superuser, make_user

SET = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}


def check(response):
    for name, value in SET.items():
        assert response.headers.get(name) == value, name
    assert "camera=()" in response.headers["permissions-policy"]
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy


@pytest.mark.behavior("P18")
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/account/login/", 200),
        ("/account/", 302),
        ("/admin/", 302),
        ("/nowhere/", 404),
        ("/static/css/portal.css", 200),
        ("/static/nothing.css", 404),
        ("/a%00b", 400),
    ],
)
def test_answer_carries_every_header(client, db, path, status):
    response = client.get(path)

    assert response.status_code == status
    check(response)


def test_refusals_carry_every_header(db, settings):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    forbidden = client.post(reverse("account_login"), {"login": "x"})
    assert forbidden.status_code == 403
    check(forbidden)

    wrong_method = client.post("/countries/")
    assert wrong_method.status_code in (403, 405)
    check(wrong_method)


@pytest.mark.behavior("P18")
def test_server_error_carries_every_header(db, monkeypatch):
    client = Client(raise_request_exception=False)
    monkeypatch.setattr("accounts.views.recovery_codes_left", lambda factors: 1 / 0)
    client.force_login(make_user("person"))

    response = client.get(reverse("account_security"))

    assert response.status_code == 500
    check(response)


def test_page_that_is_not_new_carries_every_header(client, db):
    etag = client.get("/")["ETag"]

    response = client.get("/", headers={"if-none-match": etag})

    assert response.status_code == 304
    check(response)


@pytest.mark.behavior("P18")
def test_https_is_remembered_for_two_years_on_every_answer(client, db, settings):
    settings.HTTPS = True

    for path in ("/", "/nowhere/", "/static/css/portal.css", "/account/", "/a%00b"):
        value = client.get(path)["Strict-Transport-Security"]
        assert value == "max-age=63072000; includeSubDomains; preload"


def test_site_without_https_does_not_ask_for_it(client, db):
    assert "Strict-Transport-Security" not in client.get("/")


def test_public_pages_run_no_script_and_carry_no_nonce(client, db):
    response = client.get("/")

    assert "script-src 'none'" in response["Content-Security-Policy"]
    assert b"nonce" not in response.content


def test_passkey_pages_run_scripts_of_their_own_nonce_only(client, db):
    response = client.get(reverse("account_login"))
    nonce = re.search(r"script-src 'nonce-([^']+)'", response["Content-Security-Policy"]).group(1)

    sources = re.findall(r"<script src=[^>]+>", response.content.decode())
    assert sources
    assert all(f'nonce="{nonce}"' in source for source in sources)
    assert (
        client.get(reverse("account_login"))["Content-Security-Policy"]
        != response["Content-Security-Policy"]
    )


def test_stylesheet_between_the_tags_is_the_one_that_is_allowed(client, db):
    import base64
    import hashlib

    response = client.get("/")
    text = re.search(rb"<style>(.*?)</style>", response.content, re.S).group(1)
    digest = base64.b64encode(hashlib.sha256(text).digest()).decode()

    assert f"'sha256-{digest}'" in response["Content-Security-Policy"]


def test_staff_pages_run_scripts_of_this_host_only(client, db):
    client.force_login(make_superuser())

    policy = client.get("/admin/")["Content-Security-Policy"]

    assert re.search(r"script-src 'self'(;|$| 'nonce-[^']+')", policy)
    check(client.get("/admin/"))


def test_style_of_the_rich_text_editor_is_the_one_that_is_allowed():
    """A new release of the editor may write another style element: allow that one then."""
    import base64
    import hashlib

    from django.contrib.staticfiles import finders

    from web.policy import EDITOR_STYLE

    with open(finders.find("django_prose_editor/editor.js")) as script:
        style = re.search(r"`(\.ProseMirror \{.*?)`", script.read(), re.S).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert f"'sha256-{digest}'" == EDITOR_STYLE


def test_private_pages_are_kept_by_nobody(client, db):
    client.force_login(make_user("person"))
    for path in ("/account/", "/account/security/", "/account/login/", "/nowhere/"):
        assert client.get(path)["Cache-Control"] == "private, no-store"

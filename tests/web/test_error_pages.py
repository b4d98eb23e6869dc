import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.factories import make_user
from web.models import SiteSettings
from web.ratelimit import LimitedError


@pytest.mark.behavior("J8")
def test_everything_that_is_not_there_is_the_same_page(client, db):
    """No path, no name, no trace of who asks."""
    signed_in = Client()
    signed_in.force_login(make_user("person"))
    pages = [
        client.get("/nowhere/"),
        client.get("/reports/none/"),
        client.get("/countries/none/"),
        signed_in.get("/nowhere/?q=1"),
        signed_in.post("/nowhere/", {"a": "b"}),
    ]

    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert b"/account/login/" in pages[0].content


@pytest.mark.behavior("J8")
def test_server_error_needs_no_database(db, monkeypatch):
    SiteSettings.objects.create(emergency_line="Duty officer +1 202 555 0100")
    client = Client(raise_request_exception=False)
    client.get("/account/login/")  # this process has seen the settings
    client.force_login(make_user("person"))
    monkeypatch.setattr("accounts.views.recovery_codes_left", lambda factors: 1 / 0)

    response = client.get(reverse("account_security"))

    assert response.status_code == 500
    assert b"Duty officer +1 202 555 0100" in response.content


def test_server_error_page_makes_no_query(db, django_assert_num_queries, rf):
    from web.error_pages import server_error

    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))
    assert b"Something broke" in response.content
    assert connection.queries_log is not None


def test_too_many_says_when_to_try_again(rf, db):
    from web.error_pages import too_many_requests

    response = too_many_requests(rf.get("/"), LimitedError(130))

    assert response.status_code == 429
    assert response["Retry-After"] == "130"
    assert b"Wait 3 minutes" in response.content


def test_limit_reached_in_a_page_becomes_429(client, db, monkeypatch):
    def limited(factors):
        raise LimitedError(60)

    client.force_login(make_user("person"))
    monkeypatch.setattr("accounts.views.recovery_codes_left", limited)

    response = client.get(reverse("account_security"))

    assert response.status_code == 429
    assert b"Wait a minute" in response.content


def test_limit_of_allauth_is_the_same_page(client, db):
    client.force_login(make_user("person", password="five blue kettles sing"))
    for _number in range(11):
        response = client.post(reverse("account_reauthenticate"), {"password": "wrong"})

    assert response.status_code == 429
    assert b"Too many tries" in response.content
    cache.clear()


def test_form_without_token_says_what_to_do(db):
    client = Client(enforce_csrf_checks=True)

    response = client.post(reverse("account_login"), {"login": "a@example.org"})

    assert response.status_code == 403
    assert b"Please send the form again" in response.content


@pytest.mark.parametrize("template", ["400.html", "413.html", "500.html"])
def test_plain_pages_need_no_address_and_no_settings(template, settings):
    from django.template.loader import render_to_string

    settings.ROOT_URLCONF = "tests.web.no_urls"

    assert "<h1>" in render_to_string(template, {"stylesheet": ""})

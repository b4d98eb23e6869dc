"""Nobody learns who has an account: known and unknown addresses are answered alike (P16)."""

import re

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import PASSWORD
from tests.factories import make_user

UNKNOWN = "nobody@example.org"

WAYS = {
    "sign in": ("account_login", lambda email: {"login": email, "password": "wrong guess here"}),
    "ask for a code": ("account_request_login_code", lambda email: {"email": email}),
    "reset": ("account_reset_password", lambda email: {"email": email}),
    "sign up": ("account_signup", lambda email: {"email": email, "password1": PASSWORD}),
}


def clean(response, email):
    """The page without what is random in each."""
    text = response.content.decode().replace(email, "ADDRESS")
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]+"', "", text)


def answer(way, email):
    """What a fresh browser sees: status, cookies, and the text of this page and the next."""
    client = Client()
    name, data = WAYS[way]
    response = client.post(reverse(name), data(email))
    seen = [response.status_code, response.get("Location"), sorted(response.cookies)]
    seen.append(clean(response, email))
    if response.status_code == 302:
        seen.append(clean(client.get(response["Location"]), email))
    return seen


@pytest.mark.behavior("P16")
@pytest.mark.parametrize("way", WAYS)
def test_known_and_unknown_addresses_get_the_same_answer(way, person):
    assert answer(way, person.email) == answer(way, UNKNOWN)


@pytest.mark.parametrize("way", ["ask for a code", "reset", "sign up"])
def test_wrong_codes_get_the_same_answer(way, person):
    def codes(email):
        client = Client()
        name, data = WAYS[way]
        page = client.post(reverse(name), data(email))["Location"]
        answers = []
        for _number in range(4):
            response = client.post(page, {"code": "BCDF-GHJK"})
            answers.append((response.status_code, response.get("Location"), clean(response, email)))
        return answers

    assert codes(person.email) == codes(UNKNOWN)


class CountingHasher(PBKDF2PasswordHasher):
    """Hashing takes nearly all the time of an answer, so the count of it is the time."""

    iterations = 1
    count = 0

    def encode(self, *args):
        CountingHasher.count += 1
        return super().encode(*args)


@pytest.mark.behavior("P16")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["password", "no password", "closed"])
def test_answers_do_the_same_work(way, kind, db, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    password = None if kind == "no password" else PASSWORD
    known = make_user("known", password=password, is_active=kind != "closed").email

    assert work(way, known) == work(way, UNKNOWN)


def work(way, email):
    before = CountingHasher.count
    name, data = WAYS[way]
    Client().post(reverse(name), data(email))
    return CountingHasher.count - before

"""At most five wrong passwords or codes an account in five minutes, and nobody locked out (P17)."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts import guesses
from tests.accounts.conftest import PASSWORD


def guess(client, email, password="wrong", **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


def is_refused(response):
    return b"Too many tries" in response.content


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.behavior("P17")
def test_sixth_guess_is_refused_even_if_right(person):
    for _number in range(5):
        assert not is_refused(guess(Client(), person.email))

    client = Client()
    assert is_refused(guess(client, person.email, PASSWORD))
    assert not is_signed_in(client)


@pytest.mark.behavior("P17")
def test_case_blanks_and_forged_addresses_do_not_reset_the_count(person, settings):
    for number, email in enumerate(
        [person.email, person.email.upper(), f" {person.email} ", f"\t{person.email}", person.email]
    ):
        guess(Client(), email, headers={"x-forwarded-for": f"203.0.113.{number}"})

    assert is_refused(guess(Client(), person.email, headers={"x-forwarded-for": "203.0.113.99"}))


def test_another_host_name_of_ours_does_not_reset_the_count(person, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for _number in range(5):
        guess(Client(), person.email, headers={"host": "one.example"})

    assert is_refused(guess(Client(), person.email, headers={"host": "two.example"}))


def test_passwords_and_codes_count_together(person, code_from):
    for _number in range(3):
        guess(Client(), person.email)
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": person.email})
    page = reverse("account_confirm_login_code")
    client.post(page, {"code": "BCDF-GHJK"})
    client.post(page, {"code": "BCDF-GHJK"})

    client.post(page, {"code": code_from(person.email)})

    assert not is_signed_in(client)


def test_new_codes_give_no_new_guesses(person, code_from):
    for _number in range(3):
        client = Client()
        client.post(reverse("account_request_login_code"), {"email": person.email})
        for _again in range(2):
            last = client.post(reverse("account_confirm_login_code"), {"code": "BCDF-GHJK"})

    assert is_refused(last)


@pytest.mark.behavior("P17")
def test_device_that_signed_in_before_is_not_locked_out(person):
    own = Client()
    guess(own, person.email, PASSWORD)
    own.post(reverse("account_logout"))
    for _number in range(6):
        guess(Client(), person.email)

    guess(own, person.email, PASSWORD)

    assert is_signed_in(own)


def test_known_device_has_five_guesses_of_its_own(person):
    own = Client()
    guess(own, person.email, PASSWORD)
    own.post(reverse("account_logout"))
    for _number in range(5):
        assert not is_refused(guess(own, person.email))

    assert is_refused(guess(own, person.email, PASSWORD))


def test_device_is_known_to_its_own_account_only(person, db):
    from tests.factories import make_user

    other = make_user("other", password=PASSWORD)
    own = Client()
    guess(own, person.email, PASSWORD)
    own.post(reverse("account_logout"))
    for _number in range(5):
        guess(Client(), other.email)

    assert is_refused(guess(own, other.email, PASSWORD))


def test_forged_device_is_a_stranger(person):
    for _number in range(5):
        guess(Client(), person.email)
    client = Client()
    client.cookies["device"] = "WyJ4IixbXV0:forged:signature"

    assert is_refused(guess(client, person.email, PASSWORD))


def test_device_cookie_cannot_be_read_by_scripts_and_lasts(person):
    client = Client()
    guess(client, person.email, PASSWORD)
    cookie = client.cookies["device"]

    assert cookie["httponly"]
    assert cookie["max-age"] > 300 * 24 * 3600
    assert person.email.split("@")[0] not in cookie.value


def test_right_passwords_are_not_counted(person):
    for _number in range(8):
        client = Client()
        guess(client, person.email, PASSWORD)
        assert is_signed_in(client)


def test_guesses_come_back_after_five_minutes(person):
    with time_machine.travel("2026-11-22 12:00:00+00:00", tick=False) as clock:
        for _number in range(5):
            guess(Client(), person.email)
        assert is_refused(guess(Client(), person.email, PASSWORD))
        clock.shift(guesses.WRONG_GUESSES[1] + 1)
        client = Client()
        guess(client, person.email, PASSWORD)
    assert client.cookies["session"].value


def test_unknown_addresses_are_refused_alike(db):
    for _number in range(5):
        assert not is_refused(guess(Client(), "nobody@example.org"))

    assert is_refused(guess(Client(), "nobody@example.org"))


def test_codes_asked_for_are_counted_by_address_and_apart_for_a_known_device(person, mailoutbox):
    own = Client()
    guess(own, person.email, PASSWORD)
    own.post(reverse("account_logout"))
    page = reverse("account_request_login_code")
    for _number in range(6):
        last = Client().post(page, {"email": person.email})
    assert is_refused(last)
    assert len(mailoutbox) == guesses.CODES_ASKED_FOR[0]

    assert own.post(page, {"email": person.email}).status_code == 302


@pytest.mark.parametrize("limit", ["WRONG_GUESSES_OF_NETWORK"])
def test_one_network_does_not_try_many_accounts(db, monkeypatch, limit):
    monkeypatch.setattr(f"accounts.guesses.{limit}", (3, 300))
    for number in range(3):
        guess(Client(), f"person{number}@example.org")

    assert is_refused(guess(Client(), "person4@example.org"))

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import PASSWORD

NEW = "seven green ladders hum"


def sign_in(email, password=PASSWORD):
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": password})
    return client


def is_signed_in(client):
    return client.get(reverse("account_security")).status_code == 200


@pytest.mark.behavior("P19")
def test_change_ends_every_other_session_and_keeps_this_one(person, mailoutbox):
    here, elsewhere = sign_in(person.email), sign_in(person.email)

    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW})

    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert is_signed_in(sign_in(person.email, NEW))
    assert mailoutbox[-1].to == [person.email]


def test_change_needs_the_old_password(person):
    client = sign_in(person.email)

    response = client.post(
        reverse("account_change_password"), {"oldpassword": "wrong", "password1": NEW}
    )

    assert response.status_code == 200
    assert b"That is not your password." in response.content


def test_forgotten_password_is_set_anew_by_code_and_ends_all_sessions(person, code_from):
    elsewhere, here = sign_in(person.email), Client()
    here.post(reverse("account_reset_password"), {"email": person.email})
    here.post(reverse("account_confirm_password_reset_code"), {"code": code_from(person.email)})
    response = here.post(reverse("account_complete_password_reset"), {"password1": NEW})

    assert response["Location"] == reverse("account_password_reset_completed")
    assert not is_signed_in(elsewhere)
    assert not is_signed_in(here)  # the new password, and the second factor, are asked for
    assert is_signed_in(sign_in(person.email, NEW))


def test_reset_without_the_code_leads_nowhere(person):
    client = Client()
    client.post(reverse("account_reset_password"), {"email": person.email})

    response = client.post(reverse("account_complete_password_reset"), {"password1": NEW})

    assert response["Location"] == reverse("account_confirm_password_reset_code")
    assert not is_signed_in(sign_in(person.email, NEW))


def test_end_other_sessions(person):
    here, elsewhere = sign_in(person.email), sign_in(person.email)
    assert is_signed_in(elsewhere)

    here.post(reverse("usersessions_list"))

    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


@pytest.mark.behavior("P19")
def test_closing_an_account_ends_its_sessions_within_one_request(person):
    client = sign_in(person.email)
    person.is_active = False
    person.save()

    assert not is_signed_in(client)


@pytest.mark.behavior("P19")
def test_losing_the_staff_role_closes_the_desk_within_one_request(person):
    person.is_staff = True
    person.save()
    client = sign_in(person.email)
    assert client.get(reverse("admin:index")).status_code == 200

    person.is_staff = False
    person.save()

    assert client.get(reverse("admin:index")).status_code == 302
    assert client.get(reverse("admin:login")).status_code == 403

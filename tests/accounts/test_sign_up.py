from django.urls import reverse

from accounts.models import User
from tests.accounts.conftest import PASSWORD

NEW = {"email": "new@example.org", "password1": PASSWORD, "name": "New person"}


def test_sign_up_is_confirmed_by_the_code_in_the_mail(client, db, code_from):
    response = client.post(reverse("account_signup"), NEW)
    assert response["Location"] == reverse("account_email_verification_sent")
    assert User.objects.get().email_confirmed_at is None

    response = client.post(
        reverse("account_email_verification_sent"), {"code": code_from("new@example.org")}
    )

    user = User.objects.get()
    assert response["Location"] == reverse("account")
    assert user.name == "New person"
    assert user.email_confirmed_at
    assert user.emailaddress_set.get().verified
    assert int(client.session["_auth_user_id"]) == user.pk


def test_unconfirmed_account_cannot_sign_in(client, db):
    client.post(reverse("account_signup"), NEW)
    other = type(client)()

    response = other.post(reverse("account_login"), {"login": NEW["email"], "password": PASSWORD})

    assert response["Location"] == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in other.session


def test_name_may_stay_empty(client, db):
    client.post(reverse("account_signup"), {**NEW, "name": ""})

    assert User.objects.get().name == ""


def test_mail_to_an_unconfirmed_address_holds_nothing_that_was_typed(client, db, mailoutbox):
    client.post(reverse("account_signup"), {**NEW, "name": "Buy pills at spam.example"})

    assert "pills" not in mailoutbox[0].subject + mailoutbox[0].body


def test_links_in_mail_come_from_the_settings(client, person, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://advisories.example.org"
    client.post(
        reverse("account_signup"),
        {**NEW, "email": person.email},
        headers={"host": "evil.example"},
    )

    assert "evil.example" not in mailoutbox[0].body
    assert "https://advisories.example.org/account/" in mailoutbox[0].body


def test_short_and_common_passwords_are_refused_and_the_rest_is_kept(client, db):
    for password in ("short", "passwordpassword"[:11], "x" * 129):
        response = client.post(reverse("account_signup"), {**NEW, "password1": password})
        assert response.status_code == 200
        assert b'value="new@example.org"' in response.content
        assert b"<title>Error:" in response.content
    assert not User.objects.exists()


def test_so_many_sign_ups_from_one_network(client, db, monkeypatch):
    monkeypatch.setattr("accounts.guesses.SIGN_UPS_OF_NETWORK", (2, 3600))
    for number in range(3):
        client.post(reverse("account_signup"), {**NEW, "email": f"n{number}@example.org"})
        client = type(client)()

    assert User.objects.count() == 2

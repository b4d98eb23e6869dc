import pytest
from django.urls import reverse

from tests.accounts.conftest import PASSWORD
from tests.factories import make_user


def sign_in(client, email, password=PASSWORD, **data):
    return client.post(reverse("account_login"), {"login": email, "password": password, **data})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_password_signs_in(client, person):
    response = sign_in(client, person.email)

    assert response.status_code == 302
    assert response["Location"] == reverse("account")
    assert is_signed_in(client)


def test_case_and_blanks_of_the_address_do_not_matter(client, person):
    sign_in(client, f"  {person.email.upper()} ")

    assert is_signed_in(client)


def test_code_from_the_mail_signs_in(client, person, code_from):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    response = client.post(reverse("account_confirm_login_code"), {"code": code_from(person.email)})

    assert response["Location"] == reverse("account")
    assert is_signed_in(client)


def test_code_is_asked_for_without_scripts_and_without_a_password(client, code_from, db):
    guest = make_user("guest")  # has no password
    client.post(reverse("account_request_login_code"), {"email": guest.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_from(guest.email)})

    assert is_signed_in(client)


def test_code_does_not_work_twice(client, person, code_from):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    code = code_from(person.email)
    client.post(reverse("account_confirm_login_code"), {"code": code})
    client.post(reverse("account_logout"))

    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "target",
    ["https://elsewhere.example", "//elsewhere.example", "https:elsewhere.example", "javascript:x"],
)
def test_next_never_leaves_the_site(client, person, target):
    response = sign_in(client, person.email, next=target)

    assert response["Location"] == reverse("account")


def test_next_leads_to_a_page_of_this_site(client, person, settings):
    response = sign_in(client, person.email, next="/trips/?a=1")

    assert response["Location"] == "/trips/?a=1"


def test_host_header_is_no_host_of_ours_for_next(client, person, settings):
    settings.ALLOWED_HOSTS = ["*"]
    response = client.post(
        reverse("account_login"),
        {"login": person.email, "password": PASSWORD, "next": "http://evil.example/x"},
        headers={"host": "evil.example"},
    )

    assert response["Location"] == reverse("account")


def test_closed_account_does_not_sign_in(client, person):
    person.is_active = False
    person.save()

    response = sign_in(client, person.email)

    assert response["Location"] == reverse("account_inactive")
    assert not is_signed_in(client)


def test_password_set_before_the_address_was_confirmed_does_not_open_the_account(
    client, db, code_from
):
    """Somebody signed up with an address that is not theirs; the owner comes by code."""
    stranger, owner = client, type(client)()
    stranger.post(reverse("account_signup"), {"email": "owner@example.org", "password1": PASSWORD})
    owner.post(reverse("account_request_login_code"), {"email": "owner@example.org"})
    owner.post(reverse("account_confirm_login_code"), {"code": code_from("owner@example.org")})
    assert is_signed_in(owner)

    assert sign_in(type(client)(), "owner@example.org").status_code == 200

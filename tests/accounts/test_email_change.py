import pytest
from django.urls import reverse

from accounts.actions import change_email, confirm_email
from tests.accounts.conftest import PASSWORD
from tests.factories import make_user

PAGE = reverse("account_email")


def change(client, email):
    return client.post(PAGE, {"email": email, "action_add": "1"})


@pytest.mark.behavior("F8")
def test_new_address_replaces_the_old_one_once_confirmed(confirmed, person, code_from, mailoutbox):
    old = person.email
    change(confirmed, "fresh@example.org")
    person.refresh_from_db()
    assert person.email == old

    confirmed.post(
        reverse("account_email_verification_sent"), {"code": code_from("fresh@example.org")}
    )

    person.refresh_from_db()
    assert person.email == "fresh@example.org"
    assert person.email_confirmed_at
    address = person.emailaddress_set.get()
    assert (address.email, address.verified, address.primary) == (person.email, True, True)
    assert mailoutbox[-1].to == [old]


def test_change_asks_for_the_password_again(signed_in):
    response = change(signed_in, "fresh@example.org")

    assert response["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.behavior("F8")
def test_address_of_somebody_else_is_not_taken_over(confirmed, person, code_from):
    other = make_user("other")
    change(confirmed, other.email)

    response = confirmed.post(
        reverse("account_email_verification_sent"), {"code": code_from(other.email)}
    )

    person.refresh_from_db()
    assert response.status_code == 200
    assert person.email == "person@example.org"


def test_person_without_password_confirms_by_a_fresh_sign_in(client, db, code_from):
    guest = make_user("guest")
    client.force_login(guest)  # a session that allauth knows nothing recent of

    response = client.get(PAGE)
    assert response["Location"].startswith(reverse("account_sign_in_again"))

    response = client.post(reverse("account_sign_in_again"), {"next": PAGE})
    client.post(response["Location"], {"email": guest.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_from(guest.email)})
    assert client.get(PAGE).status_code == 200


def test_confirming_keeps_both_rows_in_step(db):
    guest = make_user("guest", confirmed=False)

    confirm_email(guest, by=guest)

    assert guest.email_confirmed_at
    assert guest.emailaddress_set.get().verified


def test_address_changed_by_staff_has_to_be_confirmed(db, client, code_from):
    person, operator = make_user("person", password=PASSWORD), make_user("operator")

    change_email(person, "Fresh@Example.org", by=operator)

    assert person.emailaddress_set.get().email == "fresh@example.org"
    client.post(reverse("account_login"), {"login": "fresh@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    client.post(
        reverse("account_email_verification_sent"), {"code": code_from("fresh@example.org")}
    )
    person.refresh_from_db()
    assert person.email_confirmed_at

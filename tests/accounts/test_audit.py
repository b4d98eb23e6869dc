import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts import audit
from accounts.models import AuditEvent
from tests.accounts.conftest import PASSWORD
from web.errors import FrozenError


def deeds():
    return list(AuditEvent.objects.order_by("pk").values_list("deed", flat=True))


def test_signing_in_leaves_one_row_with_the_network(signed_in, person):
    event = AuditEvent.objects.get()

    assert (event.deed, event.actor_id, event.object_id) == ("sign_in", person.pk, person.pk)
    assert event.network == "127.0.0.1"


def test_wrong_password_leaves_one_row_known_or_not(client, person):
    for email in (person.email, "nobody@example.org"):
        client.post(reverse("account_login"), {"login": email, "password": "wrong"})

    rows = list(AuditEvent.objects.order_by("pk").values_list("deed", "actor_id", "object_id"))
    assert rows == [("sign_in_failed", None, person.pk), ("sign_in_failed", None, None)]


def test_wrong_code_leaves_one_row(client, person):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    client.post(reverse("account_confirm_login_code"), {"code": "BCDF-GHJK"})

    assert deeds() == ["sign_in_failed"]


def test_sign_up_and_new_password_leave_one_row_each(client, db, code_from):
    client.post(reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD})
    client.post(reverse("account_email_verification_sent"), {"code": code_from("new@example.org")})
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "seven green ladders hum"},
    )

    assert deeds() == ["sign_up", "confirm_email", "sign_in", "set_password"]


def test_change_of_address_leaves_one_row(confirmed, person, code_from):
    AuditEvent.objects.all()._raw_delete("default")
    confirmed.post(reverse("account_email"), {"email": "fresh@example.org", "action_add": "1"})
    confirmed.post(
        reverse("account_email_verification_sent"), {"code": code_from("fresh@example.org")}
    )

    assert deeds() == ["change_email"]


def test_trail_holds_no_name_and_no_address(signed_in, person):
    row = AuditEvent.objects.values().get()

    assert person.email not in str(row)
    assert person.name not in str(row)


@pytest.mark.django_db(transaction=True)
def test_no_row_is_left_of_a_deed_that_was_rolled_back():
    from tests.factories import make_user

    user = make_user("person")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record("publish_edition", user, by=user)
        raise ZeroDivisionError

    assert not AuditEvent.objects.exists()


def test_trail_is_append_only(signed_in):
    event = AuditEvent.objects.get()
    for deed in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(FrozenError):
            deed()
    with pytest.raises(FrozenError):
        AuditEvent.objects.update(deed="x")


def test_network_is_not_what_the_client_claims(person, settings):
    Client().post(
        reverse("account_login"),
        {"login": person.email, "password": PASSWORD},
        headers={"x-forwarded-for": "203.0.113.9"},
    )

    assert AuditEvent.objects.get().network == "127.0.0.1"

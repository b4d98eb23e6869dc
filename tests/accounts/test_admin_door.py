import pytest
from django.urls import reverse

from tests.factories import make_staff, make_user

pytestmark = pytest.mark.page


def test_staff_pages_send_strangers_to_the_one_sign_in(client, db):
    response = client.get("/admin/accounts/user/", follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert response.context["redirect_field_value"] == "/admin/accounts/user/"


def test_signed_in_reader_is_told_that_it_is_not_their_desk(client, db):
    client.force_login(make_user("member"))

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403
    assert b"Not your desk" in response.content


def test_django_s_own_sign_in_takes_no_password(client, db):
    person = make_staff("editor", password="five blue kettles sing")

    client.post("/admin/login/", {"username": person.email, "password": "five blue kettles sing"})

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/admin/accounts/user/", "/admin/accounts/user/"),
        ("https://elsewhere.example/", "/admin/"),
        ("//elsewhere.example/", "/admin/"),
        ("-1", "-1"),
    ],
)
def test_next_stays_on_this_site(client, db, target, leads_to):
    client.force_login(make_staff("editor"))

    assert client.get("/admin/login/", {"next": target})["Location"] == leads_to


def test_signing_out_of_the_desk_signs_out(client, db):
    client.force_login(make_staff("editor"))

    assert client.get("/admin/logout/")["Location"] == reverse("account_logout")
    client.post("/admin/logout/")

    assert "_auth_user_id" not in client.session


def test_password_is_changed_on_the_one_page_for_it(client, db):
    client.force_login(make_staff("editor"))

    response = client.get("/admin/password_change/")

    assert response["Location"] == reverse("account_change_password")

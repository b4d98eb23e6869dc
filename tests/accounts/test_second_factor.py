import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts import secretbox
from council.models import Member
from council.names import sees_names
from tests.accounts.conftest import PASSWORD
from tests.factories import make_chair, make_council, make_meeting, make_member


def code_of(secret, ahead=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def enroll(client):
    """Set up an authenticator app as a person does; gives its key."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'<code class="key-text">(\w+)</code>', page).group(1)
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    return secret


def sign_in(person):
    client = Client()
    response = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return client, response


pytestmark = [
    pytest.mark.django_db(transaction=True),  # allauth tells of a new factor on commit
    pytest.mark.page,
]


@pytest.fixture
def person(transactional_db):
    from tests.factories import make_user

    return make_user("person", password=PASSWORD)


def test_setting_up_asks_for_the_password_again(signed_in):
    response = signed_in.get(reverse("mfa_activate_totp"))

    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_app_is_asked_for_at_the_next_sign_in(confirmed, person):
    secret = enroll(confirmed)

    client, response = sign_in(person)
    assert response["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session

    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert "_auth_user_id" in client.session


def test_code_opens_the_door_once(confirmed, person):
    secret = enroll(confirmed)
    code = code_of(secret, ahead=1)
    first, _response = sign_in(person)
    first.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" in first.session

    second, _response = sign_in(person)
    second.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" not in second.session


def test_wrong_factor_codes_count_with_wrong_passwords(confirmed, person):
    secret = enroll(confirmed)
    stranger, _response = sign_in(person)  # knows the password
    for _number in range(5):
        stranger.post(reverse("mfa_authenticate"), {"code": "000000"})

    response = stranger.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert b"Too many tries" in response.content
    assert "_auth_user_id" not in stranger.session


def test_recovery_code_signs_in_once(confirmed, person):
    enroll(confirmed)
    page = confirmed.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.findall(r"<li><code>(\d{8})</code>", page)[0]

    for expected in (True, False):
        client, _response = sign_in(person)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert ("_auth_user_id" in client.session) is expected


def test_keys_are_unreadable_in_the_database(confirmed, person):
    secret = enroll(confirmed)

    for factor in Authenticator.objects.all():
        assert secret not in str(factor.data)
    assert secretbox.unseal(Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_keys_survive_a_new_secret_key(confirmed, person, settings):
    secret = enroll(confirmed)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10

    client, _response = sign_in(person)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert "_auth_user_id" in client.session


def test_code_of_a_key_that_is_gone_is_refused_and_the_log_says_why(
    confirmed, person, settings, caplog
):
    secret = enroll(confirmed)
    settings.SECRET_KEY = "another" * 10

    for code in (code_of(secret), "12345678"):
        client, _response = sign_in(person)
        response = client.post(reverse("mfa_authenticate"), {"code": code})
        assert response.status_code == 200
        assert "_auth_user_id" not in client.session
    assert "SECRET_KEY_FALLBACKS" in caplog.text


def test_former_key_can_go_once_the_secrets_are_sealed_anew(confirmed, person, settings):
    secret = enroll(confirmed)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    call_command("renew_secrets")
    settings.SECRET_KEY_FALLBACKS = []

    client, _response = sign_in(person)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert "_auth_user_id" in client.session


def test_secrets_that_no_key_opens_are_counted_and_left(confirmed, settings):
    enroll(confirmed)
    before = list(Authenticator.objects.order_by("pk").values("data"))
    settings.SECRET_KEY = "another" * 10

    with pytest.raises(CommandError, match="2 second factors and 0 webhooks"):
        call_command("renew_secrets")

    assert list(Authenticator.objects.order_by("pk").values("data")) == before


def test_person_hears_of_it_by_mail(confirmed, person, mailoutbox):
    enroll(confirmed)

    assert mailoutbox[-1].to == [person.email]
    assert "authenticator app was set up" in mailoutbox[-1].body


class TestStaff:
    @pytest.fixture(autouse=True)
    def _required(self, settings, person):
        settings.STAFF_TWO_FACTOR = True
        person.is_staff = person.is_superuser = True
        person.save()

    def test_desk_stays_closed_without_one(self, signed_in):
        for page in ("admin:index", "admin:accounts_user_changelist"):
            response = signed_in.get(reverse(page))
            assert response["Location"] == reverse("account_second_factor")
        assert signed_in.get(reverse("account_second_factor")).status_code == 200
        assert signed_in.get(reverse("account_security")).status_code == 200

    def test_desk_opens_right_after_setting_one_up(self, confirmed):
        enroll(confirmed)

        assert confirmed.get(reverse("admin:index")).status_code == 200

    def test_desk_opens_after_signing_in_with_it(self, confirmed, person):
        secret = enroll(confirmed)
        client, _response = sign_in(person)
        client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

        assert client.get(reverse("admin:index")).status_code == 200

    def test_session_from_before_shows_it_once_and_comes_back(self, confirmed, person):
        older, _response = sign_in(person)
        secret = enroll(confirmed)

        response = older.get(reverse("admin:index"))
        assert response["Location"].startswith(reverse("mfa_reauthenticate"))
        response = older.post(response["Location"], {"code": code_of(secret), "next": "/admin/"})

        assert response["Location"] == "/admin/"
        assert older.get(reverse("admin:index")).status_code == 200

    def test_desk_closes_when_it_is_removed(self, confirmed):
        enroll(confirmed)
        confirmed.post(reverse("mfa_deactivate_totp"))

        response = confirmed.get(reverse("admin:index"))

        assert response["Location"] == reverse("account_second_factor")

    def test_list_of_names_stays_closed_to_a_chair_without_one(self, confirmed, person):
        person.is_staff = person.is_superuser = False
        person.save()
        council = make_council()
        make_chair(council, person)
        page = reverse("council:member_list", args=[council.slug])
        meeting = make_meeting(council).get_absolute_url()

        for closed in (page, meeting, f"{meeting}edit/"):
            assert confirmed.get(closed)["Location"] == reverse("account_second_factor")
        assert confirmed.post(f"{meeting}minutes/publish/").status_code == 302
        assert (
            confirmed.get(reverse("council:council_home", args=[council.slug])).status_code == 200
        )
        enroll(confirmed)
        assert confirmed.get(page).status_code == 200

    @pytest.mark.parametrize("role", ["contact", "secretary", "deputy"])
    def test_all_who_see_names_need_one_and_members_do_not(self, person, role):
        person.is_staff = person.is_superuser = False
        person.save()
        row = make_member(make_council(), person)
        assert not sees_names(person)

        Member.objects.filter(pk=row.pk).update(role=role)

        assert sees_names(person)

    def test_other_pages_ask_for_none(self, signed_in):
        assert signed_in.get(reverse("account")).status_code == 200

    def test_switched_off_the_desk_opens(self, signed_in, settings):
        settings.STAFF_TWO_FACTOR = False

        response = signed_in.get(reverse("admin:index"))

        assert response.status_code == 200
        assert response.context["two_factor_off"] is True

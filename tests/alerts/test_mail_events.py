"""Bounces told by the relay's webhook: believed with the secret only, judged by the same rules."""

import base64
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import change_email, confirm_email
from alerts.models import Bounce, Delivery, State, Suppression
from tests.factories import make_alert, make_subscription, make_user
from web.environment import mail_events_from

from .told import told

pytestmark = pytest.mark.django_db

URL = reverse("mail_events")
SECRET = "portal:a-long-password"


@pytest.fixture
def follower(kazakhstan):
    person = make_subscription(make_user("follower"), kazakhstan).user
    make_alert(kazakhstan)
    told()
    Delivery.objects.update(state=State.SENT, settled_at=timezone.now() - timedelta(minutes=5))
    return person


@pytest.fixture(params=["postmark", "brevo"])
def provider(request, settings):
    settings.MAIL_EVENTS = mail_events_from(request.param, SECRET)
    return request.param


def event(provider, kind, *, address="Follower@Example.org", **more):
    """As the provider writes it."""
    if provider == "brevo":
        kinds = {"hard": "hard_bounce", "soft": "soft_bounce", "spam": "spam", "open": "opened"}
        return {"event": kinds[kind], "email": address, "reason": more.get("said", "")}
    types = {"hard": "HardBounce", "soft": "SoftBounce", "spam": "SpamComplaint", "open": ""}
    record = {"spam": "SpamComplaint", "open": "Open"}.get(kind, "Bounce")
    found = {"RecordType": record, "Type": types[kind], "Email": address}
    return found | {"Details": more.get("said", ""), "ID": 1, "BouncedAt": "2026-11-22T10:00:00Z"}


def post(client, body, secret=SECRET):
    auth = "Basic " + base64.b64encode(secret.encode()).decode()
    body = body if isinstance(body, (bytes, str)) else json.dumps(body)
    headers = {"Authorization": auth}
    return client.post(URL, body, content_type="application/json", headers=headers)


@pytest.mark.behavior("D2", "D6")
def test_no_such_mailbox_suppresses_at_once(client, follower, provider):
    said = "smtp;550 5.1.1 <follower@example.org> unknown"

    assert post(client, event(provider, "hard", said=said)).status_code == 204

    assert Suppression.objects.get().user == follower
    assert "example.org" not in Bounce.objects.get().reply


@pytest.mark.behavior("D2")
def test_other_words_are_judged_by_the_same_rules(client, follower, provider):
    post(client, event(provider, "hard", said="550 5.7.1 not allowed"))
    post(client, event(provider, "hard", said="no such luck"))
    post(client, event(provider, "soft", said="552 5.2.2 full"))
    post(client, event(provider, "open"))

    kinds = sorted(Bounce.objects.values_list("kind", "code"))
    assert kinds == [("deferred", "4.0.0"), ("refused", "5.0.0"), ("sender", "5.7.1")]
    assert not Suppression.objects.exists()


@pytest.mark.behavior("D2")
def test_complaint_suppresses_at_once(client, follower, provider):
    post(client, event(provider, "spam"))

    assert Suppression.objects.exists()


@pytest.mark.behavior("D2", "F8")
def test_words_about_an_address_that_was_given_up_say_nothing_about_the_new_one(
    client, follower, settings
):
    settings.MAIL_EVENTS = mail_events_from("brevo", SECRET)
    mail = Delivery.objects.get()
    change_email(follower, "new@example.org", by=follower)
    confirm_email(follower, by=follower)
    named = {"message-id": f"<{mail.notice.key.hex}.{mail.pk}@council.example>"}

    assert post(client, event("brevo", "hard", said="550 5.1.1 unknown") | named).status_code == 204
    post(client, event("brevo", "spam") | named)

    assert not Bounce.objects.exists()
    assert not Suppression.objects.exists()


@pytest.mark.behavior("D4")
def test_unknown_addresses_and_old_mails_mean_nothing(client, follower, provider):
    post(client, event(provider, "spam", address="stranger@example.org"))
    post(client, event(provider, "spam", address="\x00\ud800"))
    Delivery.objects.update(settled_at=timezone.now() - timedelta(days=8))
    post(client, event(provider, "spam"))

    assert not Bounce.objects.exists()


def test_our_message_id_names_the_delivery(client, follower, settings):
    settings.MAIL_EVENTS = mail_events_from("brevo", SECRET)
    row = Delivery.objects.select_related("notice").get()
    named = f"<{row.notice.key.hex}.{row.pk}@example.org>"

    post(client, {**event("brevo", "spam", address="x@example.org"), "message-id": named})
    forged = f"<{'0' * 32}.{row.pk}@example.org>"
    post(client, {**event("brevo", "hard", address="x@example.org"), "message-id": forged})

    assert Bounce.objects.get().kind == "complaint"


@pytest.mark.behavior("D1")
@pytest.mark.parametrize("secret", ["portal:wrong", ":", "portal:a-long-passwor", ""])
def test_without_the_secret_the_page_is_not_there(client, follower, provider, secret):
    assert post(client, event(provider, "spam"), secret=secret).status_code == 404
    assert client.post(URL, event(provider, "spam")).status_code == 404
    assert client.get(URL).status_code == 404
    assert not Bounce.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"\xff\x00", b"[]", b"null", b"7", b'{"event": 7, "email": []}', b"[" * 50_000,
             b'{"items": []}', b'{"RecordType": {}, "Email": 3}'],
)  # fmt: skip
def test_hostile_bodies_are_no_server_error(client, provider, body):
    assert post(client, body).status_code in (204, 404)


def test_without_settings_the_page_is_not_there(client):
    assert post(client, event("postmark", "spam")).status_code == 404


@pytest.mark.once
@pytest.mark.parametrize(
    ("provider", "secret"), [("mailgun", SECRET), ("brevo", ""), ("brevo", "x")]
)
def test_half_a_setting_is_refused_at_the_start(provider, secret):
    with pytest.raises(Exception, match="MAIL_EVENTS_PROVIDER"):
        mail_events_from(provider, secret)

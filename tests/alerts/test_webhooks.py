"""Alerts told to programs of others: to whom, signed, once, tried again, and given up."""

import json
from datetime import timedelta

import pytest
import time_machine
from cryptography.fernet import InvalidToken
from django.core.management import call_command
from django.utils import timezone

from accounts import secretbox
from accounts.models import AuditEvent
from advisories.models import Role
from alerts.actions import end_alert
from alerts.actions.webhooks import renew_secret, save_webhook, switch_on
from alerts.models import Grade, WebhookDelivery, WebhookEndpoint
from alerts.pausing import pause_sending
from alerts.webhooks import signing
from alerts.webhooks.sending import send_webhooks
from council.models import MemberRole, Membership
from tests.factories import (
    make_alert,
    make_assignment,
    make_council,
    make_member,
    make_staff,
    make_superuser,
    make_user,
)
from web import fetching

pytestmark = pytest.mark.django_db

URL = "https://hooks.example.org/alerts"


@pytest.fixture
def answers(monkeypatch, settings):
    """What endpoints answer from now on, and what they were sent."""
    settings.PRODUCTION = True
    box = type("Answers", (), {"status": 200, "sent": []})()

    def post(url, body, headers):
        box.sent.append((url, body, headers))
        if isinstance(box.status, Exception):
            raise box.status
        return box.status

    monkeypatch.setattr(fetching, "post", post)
    return box


def make_endpoint(*countries, by_member=None, **fields):
    if by_member:
        fields |= {"membership": by_member.membership, "answered_by": by_member}
    long_ago = timezone.now() - timedelta(days=1)
    fields = {"name": "Operations", "url": URL, "started_at": long_ago, **fields}
    endpoint = WebhookEndpoint(everything=not countries, **fields)
    endpoint.secret = save_webhook(endpoint, by=None)
    endpoint.countries.set(countries)
    return endpoint


def told(answers):
    return [json.loads(body)["type"] for _url, body, _headers in answers.sent]


def in_days(days):
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=True)


def test_alert_is_told_once_with_a_signature_that_the_receiver_can_check(kazakhstan, answers):
    endpoint = make_endpoint(kazakhstan)
    alert = make_alert(kazakhstan)

    send_webhooks()
    send_webhooks()

    ((url, body, headers),) = answers.sent
    assert url == URL
    data = json.loads(body)["data"]
    assert (data["slug"], data["tlp"], data["grade"]) == (alert.slug, "clear", "warning")
    key, seconds = headers["webhook-id"], headers["webhook-timestamp"]
    assert abs(int(seconds) - timezone.now().timestamp()) < 30
    assert headers["webhook-signature"] == signing.signature(endpoint.secret, key, seconds, body)
    other = signing.signature(endpoint.secret, key, str(int(seconds) + 1), body)
    assert headers["webhook-signature"] != other
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.result, delivery.attempts) == ("sent", "200", 1)


@pytest.mark.once
def test_signature_is_that_of_the_specification():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'

    made = signing.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)

    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_place_and_lowest_grade_decide(kazakhstan, uzbekistan, almaty, answers):
    make_endpoint(kazakhstan, lowest_grade=Grade.WARNING)
    make_alert(uzbekistan)
    make_alert(kazakhstan, grade=Grade.NOTICE)
    make_alert(kazakhstan, exercise=True)
    make_alert(kazakhstan, published_at=timezone.now() - timedelta(days=4))
    heard = [make_alert(almaty), make_alert(everywhere=True), make_alert(kazakhstan, uzbekistan)]

    send_webhooks()

    slugs = [json.loads(body)["data"]["slug"] for _url, body, _headers in answers.sent]
    assert slugs == [alert.slug for alert in heard]


def test_update_and_end_go_to_who_heard_of_the_first(kazakhstan, uzbekistan, answers):
    make_endpoint(kazakhstan)
    make_endpoint(uzbekistan, name="Other", url=f"{URL}/other")
    first = make_alert(kazakhstan)
    send_webhooks()
    make_alert(uzbekistan, refers_to=first)
    end_alert(first, by=make_user("sender"), because="It is over.")

    send_webhooks()

    mine = [json.loads(body)["type"] for url, body, _headers in answers.sent if url == URL]
    assert mine[0] == "alert.sent"
    assert sorted(mine[1:]) == ["alert.ended", "alert.updated"]
    ended = next(body for _url, body, _headers in answers.sent if b"alert.ended" in body)
    assert json.loads(ended)["data"]["ended_because"] == "It is over."


@pytest.mark.behavior("A9")
def test_restricted_alert_reaches_members_up_to_their_tlp_only(kazakhstan, answers):
    council, other = make_council(country=kazakhstan), make_council("Astana council")
    energy, mining = make_member(council), make_member(other, organization="Altai Mining")
    left = make_member(council, make_user("left"), left_at=timezone.now())
    ended = make_member(council, make_user("ended"), organization="Caspian Services")
    Membership.objects.filter(pk=ended.membership_id).update(ended_at=timezone.now())
    for number, (member, tlp) in enumerate(
        [
            (energy, "amber"),
            (energy, "green"),
            (energy, "clear"),
            (mining, "amber"),
            (ended, "amber"),
            (left, "amber"),
        ]
    ):
        make_endpoint(by_member=member, url=f"{URL}/{number}", tlp=tlp)
    closed = make_member(council, make_user("closed", is_active=False))
    make_endpoint(by_member=closed, url=f"{URL}/7", tlp="amber")
    make_endpoint(url=f"{URL}/6")
    make_alert(kazakhstan, tlp="amber", council=council, title="amber")
    make_alert(kazakhstan, tlp="green", title="green")

    send_webhooks()

    heard = sorted(
        (url[-1], json.loads(body)["data"]["tlp"]) for url, body, _headers in answers.sent
    )
    assert heard == [("0", "amber"), ("0", "green"), ("1", "green"), ("3", "green")]
    data = json.loads(answers.sent[0][1])["data"]
    assert "/members/" in data["cap"]


@pytest.mark.behavior("A9")
def test_membership_that_ended_after_queueing_counts(kazakhstan, answers):
    member = make_member(make_council(country=kazakhstan))
    make_endpoint(by_member=member, tlp="green")
    make_alert(kazakhstan, tlp="green")
    answers.status = 500
    send_webhooks()
    member.membership.suspended_at = timezone.now()
    member.membership.save()

    with in_days(0.1):
        send_webhooks()

    assert len(answers.sent) == 1
    assert WebhookDelivery.objects.get().state == "skipped"


@pytest.mark.parametrize("status", [500, 404, 301, fetching.FetchError("no answer in time")])
def test_failure_is_tried_again_later_with_the_same_id_and_another_time(
    kazakhstan, answers, status
):
    make_endpoint()
    make_alert(kazakhstan)
    answers.status = status
    send_webhooks()
    send_webhooks()
    assert len(answers.sent) == 1
    assert WebhookEndpoint.objects.get().failing_since

    answers.status = 204
    with in_days(0.1):
        send_webhooks()

    (_, first, one), (_, second, two) = answers.sent
    assert (first, one["webhook-id"]) == (second, two["webhook-id"])
    assert one["webhook-timestamp"] != two["webhook-timestamp"]
    assert WebhookDelivery.objects.get().state == "sent"
    assert WebhookEndpoint.objects.get().failing_since is None


def test_event_is_given_up_after_days_and_the_endpoint_switched_off_and_on_again(
    kazakhstan, answers
):
    endpoint = make_endpoint()
    make_alert(kazakhstan)
    answers.status = 500
    send_webhooks()
    with in_days(3):
        send_webhooks()
        assert WebhookDelivery.objects.get().state == "failed"
    with in_days(5.1):
        make_alert(kazakhstan)
        send_webhooks()
        endpoint.refresh_from_db()
        assert endpoint.disabled_at
        make_alert(kazakhstan)
        assert send_webhooks() == 0

        answers.status = 200
        switch_on(endpoint, by=make_superuser())
        send_webhooks()

    assert told(answers)[-1] == "alert.sent"
    assert WebhookDelivery.objects.filter(state="sent").count() == 2


def test_waits_grow(kazakhstan, answers):
    make_endpoint()
    make_alert(kazakhstan)
    answers.status = 500
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _number in range(4):
            send_webhooks()
            wait = WebhookDelivery.objects.get().due_at - timezone.now()
            waits.append(wait)
            clock.shift(wait + timedelta(seconds=1))

    assert waits == sorted(waits)
    assert waits[-1] > 4 * waits[0]


@pytest.mark.behavior("B19")
def test_nothing_is_told_while_sending_is_paused(kazakhstan, answers):
    make_endpoint()
    make_alert(kazakhstan)
    pause_sending()

    send_webhooks()

    assert not answers.sent


@pytest.mark.behavior("B15")
def test_outside_production_it_is_recorded_and_not_sent(kazakhstan, answers, settings):
    settings.PRODUCTION = False
    make_endpoint()
    make_alert(kazakhstan)

    send_webhooks()

    assert not answers.sent
    assert "no production site" in WebhookDelivery.objects.get().result


def test_secret_is_sealed_and_a_new_one_replaces_it(kazakhstan, answers, settings):
    endpoint = make_endpoint()
    assert endpoint.secret not in WebhookEndpoint.objects.get().sealed_secret
    renewed = renew_secret(endpoint, by=make_superuser())
    assert renewed != endpoint.secret
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "k" * 60
    make_alert(kazakhstan)

    send_webhooks()

    ((_, body, headers),) = answers.sent
    key, seconds = headers["webhook-id"], headers["webhook-timestamp"]
    assert headers["webhook-signature"] == signing.signature(renewed, key, seconds, body)


def test_secret_is_sealed_anew_with_the_key_of_now(settings):
    endpoint = make_endpoint()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "k" * 60
    call_command("renew_secrets")
    settings.SECRET_KEY_FALLBACKS = []

    sealed = WebhookEndpoint.objects.get().sealed_secret

    assert secretbox.unseal(sealed, signing.PURPOSE) == endpoint.secret


def test_secret_that_cannot_be_read_any_more_is_a_failure_of_its_own(
    kazakhstan, answers, monkeypatch
):
    for name in ("first", "second"):
        make_endpoint(name=name, url=f"{URL}/{name}")
    make_alert(kazakhstan)
    headers = signing.headers

    def unreadable(endpoint, *rest):
        if endpoint.name == "first":
            raise InvalidToken
        return headers(endpoint, *rest)

    monkeypatch.setattr("alerts.webhooks.sending.headers", unreadable)
    send_webhooks()

    assert [url for url, _, _ in answers.sent] == [f"{URL}/second"]


# The staff page


def officer_of(council):
    officer = make_staff("officer")
    make_assignment(officer, Role.MEMBERSHIP_OFFICER, council=council)
    return officer


ADD = "/admin/alerts/webhookendpoint/add/"


def form(member, **fields):
    return {
        "name": "Operations", "url": URL, "membership": member.membership_id,
        "answered_by": member.pk, "everything": "on", "lowest_grade": 2, "tlp": "amber", **fields,
    }  # fmt: skip


@pytest.fixture
def member(kazakhstan):
    return make_member(make_council(country=kazakhstan))


def test_officer_adds_one_and_sees_the_secret_once(client, member):
    client.force_login(officer_of(member.membership.council))

    page = client.post(ADD, form(member))

    endpoint = WebhookEndpoint.objects.get()
    assert signing.PREFIX in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    again = client.get(f"/admin/alerts/webhookendpoint/{endpoint.pk}/change/")
    assert again.status_code == 200
    assert signing.PREFIX not in again.content.decode()
    assert client.post(ADD, form(member)).status_code == 200
    assert WebhookEndpoint.objects.count() == 1


BAD = ["http://example.org/", "https://example.org:8443/", "https://a:b@example.org/", "x" * 600]


@pytest.mark.parametrize("url", BAD)
def test_other_addresses_are_refused_and_kept_in_the_form(client, member, url):
    client.force_login(officer_of(member.membership.council))

    page = client.post(ADD, form(member, url=url))

    assert page.status_code == 200
    assert "Operations" in page.content.decode()
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.behavior("A9")
def test_officer_reaches_no_webhook_of_another_council(client, member):
    other = make_member(make_council("Astana council"), make_user("other"))
    endpoint = make_endpoint(by_member=other)
    client.force_login(officer_of(member.membership.council))

    client.post(ADD, form(other, url=f"{URL}/mine"))
    page = client.get(f"/admin/alerts/webhookendpoint/{endpoint.pk}/change/")

    assert page.status_code == 404
    assert WebhookEndpoint.objects.count() == 1


def test_somebody_of_another_organization_cannot_answer_for_it(client, member):
    council = member.membership.council
    stranger = make_member(council, make_user("stranger"), organization="Altai Mining")
    client.force_login(officer_of(council))

    client.post(ADD, form(member, answered_by=stranger.pk))
    client.post(ADD, form(member, answered_by=""))

    assert not WebhookEndpoint.objects.exists()


def test_staff_renew_the_secret_and_switch_it_off_and_on(client, member):
    endpoint = make_endpoint(by_member=member)
    before = endpoint.sealed_secret
    client.force_login(officer_of(member.membership.council))
    address = f"/admin/alerts/webhookendpoint/{endpoint.pk}/change/"
    values = form(member)

    assert signing.PREFIX in client.post(address, {**values, "_renew": 1}).content.decode()
    client.post(address, {**values, "_off": 1})
    endpoint.refresh_from_db()
    assert endpoint.sealed_secret != before
    assert endpoint.disabled_at
    client.post(address, {**values, "_on": 1})

    endpoint.refresh_from_db()
    assert endpoint.disabled_at is None


# The page of an organization's contact


@pytest.fixture
def contact(client, kazakhstan):
    person = make_member(make_council(country=kazakhstan), role=MemberRole.CONTACT)
    client.force_login(person.user)
    return person


def own(contact):
    return f"/account/membership/{contact.pk}/webhooks/"


def test_contact_adds_one_sees_its_secret_once_and_deletes_it(client, contact, kazakhstan):
    values = {**form(contact), "everything": "", "countries": [kazakhstan.pk]}

    page = client.post(own(contact), values)

    endpoint = WebhookEndpoint.objects.get()
    assert signing.PREFIX in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert (endpoint.membership, endpoint.answered_by) == (contact.membership, contact)
    assert list(endpoint.countries.all()) == [kazakhstan]
    again = client.post(own(contact), values)
    assert "This address is there already." in again.content.decode()
    assert signing.PREFIX not in client.get(own(contact)).content.decode()
    renewed = client.post(f"{own(contact)}{endpoint.pk}/", {"renew": ""}).content.decode()
    assert signing.PREFIX in renewed
    client.post(f"{own(contact)}{endpoint.pk}/", {"delete": ""})
    assert not WebhookEndpoint.objects.exists()
    deeds = AuditEvent.objects.filter(object_type="alerts.webhookendpoint")
    assert sorted(deeds.values_list("deed", flat=True)) == [
        "delete_webhook",
        "renew_webhook_secret",
        "save_webhook",
    ]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"url": "http://example.org/"}, "https://"),
        ({"everything": "", "countries": []}, "Choose at least one country"),
        ({"answered_by": "999999999"}, "answered_by"),
        ({"tlp": "red"}, "tlp"),
        ({"lowest_grade": "9" * 30}, "lowest_grade"),
    ],
)
def test_contact_is_told_what_is_wrong_and_nothing_typed_is_lost(client, contact, values, words):
    page = client.post(own(contact), {**form(contact), **values}).content.decode()

    assert words in page
    assert 'value="Operations"' in page
    assert not WebhookEndpoint.objects.exists()


def test_only_the_contact_of_that_membership_finds_the_page(client, contact):
    endpoint = make_endpoint(by_member=contact)
    other = make_member(make_council("Astana council"), make_user("other"), role=MemberRole.CONTACT)
    plain = make_member(contact.membership.council, make_user("plain"))
    for person in (other, plain):
        client.force_login(person.user)
        assert client.get(own(contact)).status_code == 404
        assert client.post(f"{own(contact)}{endpoint.pk}/", {"delete": ""}).status_code == 404
        assert client.post(f"{own(person)}{endpoint.pk}/", {"delete": ""}).status_code == 404

    assert WebhookEndpoint.objects.exists()


def test_eleventh_is_refused(client, contact):
    for number in range(10):
        make_endpoint(by_member=contact, url=f"{URL}/{number}")

    assert "Ten webhooks are enough" in client.post(own(contact), form(contact)).content.decode()

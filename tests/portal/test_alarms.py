"""P6: trouble with mail is seen on the health page, in the metrics and on every staff page."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone

from alerts import alarms
from alerts.models import Canary, Delivery, Letter, State, Suppression
from alerts.pausing import pause_sending
from portal import handbook
from tests.alerts.told import told
from tests.factories import make_alert, make_staff, make_subscription, make_user

pytestmark = pytest.mark.django_db

HEALTH, METRICS, DESK = reverse("health"), reverse("metrics"), reverse("admin:index")


def ago(**time):
    return timezone.now() - timedelta(**time)


def wait_for(minutes):
    """One alert mail that was due so long ago."""
    make_subscription(make_user("follower"))
    make_alert()
    told()
    Delivery.objects.update(due_at=ago(minutes=minutes))


def names():
    return [alarm.name for alarm in alarms.standing()]


def stick():
    wait_for(3)


def lose_canary():
    Canary.objects.create(waiting_since=ago(minutes=20))


def suppress_many():
    Suppression.objects.bulk_create(
        Suppression(address_hash=str(number), reason="5.1.1") for number in range(20)
    )


def fail_to_read(monkeypatch):
    monkeypatch.setattr(alarms, "failing_since", lambda: 1.0)


@pytest.fixture
def watched(settings):
    settings.BOUNCE_MAILBOX = {"kind": "maildir", "path": "/nowhere"}
    settings.METRICS_TOKEN = "token-of-the-test"


def metrics(client, token="token-of-the-test"):
    return client.get(METRICS, headers={"Authorization": f"Bearer {token}"})


@pytest.mark.behavior("P6")
@pytest.mark.parametrize(
    ("name", "cause", "status"),
    [
        ("mail-is-stuck", stick, 503),
        ("canary-missing", lose_canary, 503),
        ("suppression-wave", suppress_many, 200),
        ("paused", pause_sending, 200),
    ],
)
def test_alarm_is_seen_everywhere_and_leads_to_what_to_do(client, watched, name, cause, status):
    cause()

    health = client.get(HEALTH)
    assert (health.status_code, health.json()["alarms"]) == (status, [name])
    assert f'portal_alarm{{name="{name}"}} 1' in metrics(client).content.decode()
    client.force_login(make_staff())
    page = client.get(DESK).content.decode()
    address = reverse("admin:alarm", args=[name])
    assert f'href="{address}"' in page
    assert client.get(address).status_code == 200


def test_unreadable_bounce_mailbox_is_an_alarm(client, watched, monkeypatch):
    fail_to_read(monkeypatch)

    assert client.get(HEALTH).json()["alarms"] == ["bounce-mailbox"]


def test_all_is_quiet_while_all_is_well(client, watched):
    wait_for(1)

    assert names() == []
    client.force_login(make_staff())
    assert "/admin/alarms/" not in client.get(DESK).content.decode()


def test_stuck_mail_says_since_when_and_pausing_explains_it(client):
    wait_for(7)
    assert "7 minutes" in alarms.standing()[0].words

    pause_sending()
    assert names() == ["paused"]
    Letter.objects.create(
        address="x@example.org", subject="Code", due_at=ago(minutes=3), expires_at=ago(minutes=-9)
    )
    assert names() == ["paused", "mail-is-stuck"]


def test_a_few_refusals_among_many_mails_are_no_wave(watched, monkeypatch):
    suppress_many()
    wait_for(0)
    monkeypatch.setattr(alarms, "WAVE_SHARE", 21)

    assert names() == []


def test_every_alarm_has_a_page_and_every_page_an_alarm():
    source = (django_settings.BASE_DIR / "alerts" / "alarms.py").read_text()
    raised = set(re.findall(r'Alarm\("([a-z-]+)"', source))

    assert raised == {file.stem for file in handbook.FOLDER.glob("*.md")}


def test_page_of_an_alarm_shows_its_steps_as_a_list(client):
    client.force_login(make_staff())

    page = client.get(reverse("admin:alarm", args=["mail-is-stuck"])).content.decode()

    assert "<h1>Mail is stuck</h1>" in page
    assert page.count("<li>Is the worker alive? <code>systemctl status portal-worker</code>") == 1
    assert "`" not in re.search(r"(?s)class=\"handbook\">.*?</div>", page)[0]


@pytest.mark.parametrize("name", ["nothing", "..-..-deploy", "Mail-is-stuck"])
def test_page_of_no_alarm_is_a_404(client, name):
    client.force_login(make_staff())

    assert client.get(f"/admin/alarms/{name}/").status_code == 404


def test_stranger_sees_no_banner_and_no_page(client, watched):
    stick()
    client.force_login(make_user("reader"))

    assert client.get(reverse("admin:alarm", args=["paused"])).status_code == 302
    assert b"stuck" not in client.get("/").content


# Metrics


def test_metrics_are_numbers_without_names(client, watched, query_count):
    stick()
    Delivery.objects.update(state=State.SENT)
    wait_for(4)

    text = metrics(client).content.decode()

    assert 'portal_mail_waiting{lane="warning"} 2' in text
    assert 'portal_mail_day{state="sent"} 1' in text
    assert re.search(r"portal_mail_oldest_due_seconds 2[34]\d\n", text)
    assert all(re.fullmatch(r'(# .*)|([a-z_]+(\{[a-z]+="[\w-]+"\})? \d+)', line)
               for line in text.splitlines())  # fmt: skip
    assert "example.org" not in text
    assert query_count(lambda: metrics(client)) < 60


@pytest.mark.parametrize("token", ["", "wrong", "token-of-the-tes", "\xff"])
def test_metrics_do_not_exist_without_the_token(client, watched, token):
    assert metrics(client, token).status_code == 404
    assert client.get(METRICS).status_code == 404


def test_metrics_do_not_exist_where_no_token_is_set(client, settings):
    settings.METRICS_TOKEN = ""

    assert metrics(client, "").status_code == 404


def test_mail_is_much_only_beyond_the_number(watched):
    wait_for(0)
    since = timezone.now() - alarms.DAY
    sent = Delivery.objects.count()

    assert alarms.is_much_mail(since, sent - 1)
    assert not alarms.is_much_mail(since, sent)

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alerts.models import Letter
from alerts.pausing import pause_sending

pytestmark = pytest.mark.django_db

HEALTH = reverse("health")


def make_letter(waited):
    now = timezone.now()
    return Letter.objects.create(
        address="traveler@example.org", subject="Code", due_at=now - waited, expires_at=now + waited
    )


def test_all_is_well_while_nothing_waits(client):
    answer = client.get(HEALTH)

    assert answer.status_code == 200
    assert answer.json() == {"state": "ok", "oldest_due_mail_seconds": 0, "alarms": []}
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.behavior("P6")
def test_stuck_mail_is_noticed_after_two_minutes(client):
    make_letter(timedelta(seconds=100))
    assert client.get(HEALTH).status_code == 200

    make_letter(timedelta(seconds=130))
    answer = client.get(HEALTH)

    assert answer.status_code == 503
    assert answer.json()["state"] == "mail is stuck"
    assert "example.org" not in answer.content.decode()


def test_a_pause_is_said_and_is_no_failure(client):
    pause_sending()

    answer = client.get(HEALTH)

    assert answer.status_code == 200
    assert answer.json()["state"] == "paused"

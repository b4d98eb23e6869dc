"""The progress page tells the truth while workers are killed and others go on."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from alerts.admin.numbers import progress_of
from alerts.audience.fanout import fan_out_all
from alerts.models import Subscription
from alerts.notices import collect
from tests.factories import make_alert, make_country

from .test_workers import database_url

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 60


def start_worker(mailbox):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
        "VAR_DIR": str(settings.VAR_DIR),
        "PORTAL_ENV": "development",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "deliver", "--once"]
    return subprocess.Popen(command, cwd=ROOT, env=environment)


@pytest.mark.once  # that no mail is lost is shown on both databases elsewhere
@pytest.mark.behavior("B3")
def test_numbers_hold_at_every_moment_of_a_killed_and_resumed_send(mailbox):
    country = make_country("Kazakhstan")
    people = User.objects.bulk_create(
        User(email=f"follower-{each}@example.org", email_confirmed_at=timezone.now())
        for each in range(PEOPLE)
    )
    Subscription.objects.bulk_create(Subscription(user=user, country=country) for user in people)
    alert = make_alert(country)
    collect()
    fan_out_all()
    mailbox.slow_down(0.01)
    killed, moments = False, []
    worker = start_worker(mailbox)
    until = time.monotonic() + 40
    while time.monotonic() < until:
        progress, arrived = progress_of(alert), mailbox.count()
        moments.append(progress.sent)
        assert progress.total == PEOPLE
        assert progress.sent <= arrived  # nothing is called handed over that was not
        if not killed and arrived >= PEOPLE // 3:
            worker.kill()
            worker.wait()
            killed, worker = True, start_worker(mailbox)
        if progress.is_over:
            break
        time.sleep(0.02)
    worker.wait()

    assert killed
    assert progress_of(alert).sent == PEOPLE
    assert moments == sorted(moments)
    assert len({mail.recipients[0] for mail in mailbox.messages}) == PEOPLE
    in_flight = settings.MAIL_CONNECTIONS  # when it was killed
    assert mailbox.count() <= PEOPLE + in_flight

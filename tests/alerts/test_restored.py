"""B19: a database that was restored sends nothing until a person says so."""

from datetime import timedelta

import pytest
import time_machine
from django.core.mail import send_mail
from django.core.management import call_command
from django.utils import timezone

from accounts.models import AuditEvent
from alerts import alarms
from alerts.models import Delivery, Letter, SendingMark
from alerts.pausing import is_paused, resume_sending
from alerts.restored import heed_mark
from alerts.worker import Worker
from tests.factories import make_alert, make_subscription, make_superuser, make_user

from .told import deliver_once

pytestmark = [pytest.mark.django_db, pytest.mark.behavior("B19")]


@pytest.fixture(autouse=True)
def machine(settings, tmp_path):
    """A machine of its own, which remembers what it saw."""
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def follower(kazakhstan):
    return make_subscription(make_user("follower"), kazakhstan).user


def go_back(**ago):
    """As after a restore: the mark of the database is that of the backup."""
    SendingMark.objects.update(moved_at=timezone.now() - timedelta(**ago))


def test_restored_database_sends_nothing_until_resumed(kazakhstan, follower, mailbox):
    deliver_once()
    go_back(minutes=5)
    make_alert(kazakhstan)
    send_mail("Code", "1234", None, ["reader@example.org"])

    deliver_once()
    deliver_once()

    assert is_paused()
    assert mailbox.count() == 0
    assert (Letter.objects.get().state, Letter.objects.get().text) == ("skipped", "")
    assert "restored" in alarms.standing()[0].words
    assert AuditEvent.objects.filter(deed="pause_sending", actor_id=None).count() == 1
    resume_sending(by=make_superuser())
    deliver_once()
    assert (is_paused(), mailbox.count()) == (False, 1)
    assert Delivery.objects.get().state == "sent"


def test_webhooks_and_canaries_wait_for_that_too(machine, monkeypatch):
    deliver_once()
    go_back(minutes=5)
    paused = []
    monkeypatch.setattr(
        "alerts.worker.start_errands", lambda stopping: paused.append(is_paused()) or "begun"
    )
    worker = Worker()

    worker.begin_errands()
    worker.begin_errands()

    assert paused == [True]


def test_database_that_lost_a_moment_in_a_crash_goes_on(kazakhstan, follower, mailbox):
    deliver_once()
    go_back(seconds=90)
    make_alert(kazakhstan)

    deliver_once()

    assert mailbox.count() == 1


def test_worker_that_stood_still_for_days_goes_on(kazakhstan, follower, mailbox):
    deliver_once()
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=True):
        make_alert(kazakhstan)
        deliver_once()

    assert mailbox.count() == 1


def test_copy_that_comes_to_a_new_machine_is_paused(machine, settings):
    heed_mark()
    settings.VAR_DIR = machine / "another"
    heed_mark()
    assert not is_paused()  # a second worker of a site in use

    settings.VAR_DIR = machine / "third"
    go_back(hours=1)
    heed_mark()
    assert is_paused()


def test_new_database_is_no_restored_one(kazakhstan, follower, mailbox):
    make_alert(kazakhstan)

    deliver_once()

    assert mailbox.count() == 1


def test_unreadable_file_of_the_machine_is_as_none(machine, settings):
    heed_mark()
    (file,) = (machine / "marks").iterdir()
    file.write_text("nonsense")
    heed_mark()
    assert not is_paused()

    settings.VAR_DIR = file  # a file where a folder should be
    heed_mark()
    assert not is_paused()


def test_one_command_makes_a_restored_database_ready(machine, capsys):
    (machine / "data").mkdir()
    make_alert()

    call_command("after_restore")

    assert is_paused()
    assert not (machine / "data").exists()
    assert "Sending is paused" in capsys.readouterr().out

"""A mail to ourselves must arrive in the bounce mailbox; else somebody is told."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from alerts.feedback.canaries import missing_canaries, send_canaries
from alerts.feedback.reading import read_mailbox
from alerts.models import Canary, Letter
from tests.factories import make_council

from .bouncing import put
from .told import deliver_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def maildir(settings, tmp_path):
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
    settings.BOUNCE_MAILBOX = {"kind": "maildir", "path": str(tmp_path)}
    return tmp_path


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=True)


def test_canary_goes_out_by_the_worker_and_arrives(mailbox, maildir, settings):
    deliver_once()
    (mail,) = mailbox.messages
    assert mail.recipients == [f"bounce@{settings.MAIL_DOMAIN}"]

    with later(minutes=20):
        assert [str(canary) for canary in missing_canaries()] == ["The whole site"]
        put(maildir, mail.raw)
        read_mailbox()
        assert not missing_canaries()
        assert Canary.objects.get().arrived_at
    with later(hours=5):
        assert send_canaries() == 0
    with later(hours=7):
        assert send_canaries() == 1


def test_missing_canary_is_sent_again_soon_and_stays_missing_until_one_arrives(maildir):
    send_canaries()
    with later(minutes=31):
        assert send_canaries() == 1
        assert send_canaries() == 0
        assert missing_canaries()
        subject = Letter.objects.order_by("pk").last().subject
        put(maildir, f"Subject: {subject}\n\n".encode())
        read_mailbox()
        assert not missing_canaries()


def test_council_has_one_of_its_own_beside_that_of_the_site(maildir):
    Canary.objects.create(council=make_council(), address="canary@council.example")

    assert send_canaries() == 2

    assert Letter.objects.filter(address="canary@council.example").count() == 1
    with later(minutes=20):
        assert "Almaty country council" in [str(canary) for canary in missing_canaries()]


@pytest.mark.parametrize(
    "subject", ["canary-{pk}-{wrong}", "canary-999-{key}", f"canary-{'9' * 18}-{{key}}", "canary"]
)
def test_forged_canary_counts_for_nothing(maildir, subject):
    send_canaries()
    canary = Canary.objects.get()
    words = subject.format(pk=canary.pk, key=canary.key.hex, wrong="0" * 32)

    put(maildir, f"Subject: {words}\n\n".encode())
    read_mailbox()

    assert Canary.objects.get().arrived_at is None


def test_without_a_bounce_mailbox_nothing_is_sent_and_nothing_missed(settings):
    Canary.objects.create(waiting_since=timezone.now() - timedelta(days=1))

    assert send_canaries() == 0
    assert not missing_canaries()

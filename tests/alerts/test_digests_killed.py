"""A worker killed in the middle of the morning's digests (behavior E6)."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from alerts.digests.mornings import last_morning
from alerts.models import Delivery, Notice, NoticeKind, State
from alerts.models.digests import NO_REPLY
from tests.factories import make_alert, make_country, make_subscription, make_user

from .test_workers import start_worker
from .told import told

READERS = 30


@pytest.mark.behavior("E6", "B8")
@pytest.mark.django_db(transaction=True)
def test_killed_worker_loses_no_digest_and_repeats_none(mailbox):
    now = timezone.now()
    morning, zone = max((last_morning(now, zone), zone) for zone in ("UTC", "Asia/Tokyo"))
    country, before = make_country("Kazakhstan"), morning - timedelta(days=2)
    for number in range(READERS):
        person = make_user(f"r{number}", time_zone=zone)
        make_subscription(person, country, frequency="daily", started_at=before)
    alert = make_alert(country)
    told()  # nobody hears at once
    alert.notices.update(fanned_out_at=morning - timedelta(hours=1))
    Notice.objects.filter(kind=NoticeKind.DIGEST).delete()  # as if that was before the morning
    mailbox.slow_down(0.02)

    worker = start_worker(mailbox)
    mailbox.wait_for(10, timeout=60)
    worker.kill()
    worker.wait()
    assert start_worker(mailbox, "--once").wait(timeout=100) == 0

    counts = Counter(mail.recipients[0] for mail in mailbox.messages)
    assert set(counts.values()) == {1}
    digests = Delivery.objects.filter(notice__kind=NoticeKind.DIGEST)
    unsure = digests.filter(state=State.FAILED, reply=NO_REPLY)
    assert unsure.count() <= 4  # one in flight on each connection
    assert digests.filter(state=State.SENT).count() + unsure.count() == READERS
    missing = READERS - len(counts)
    assert missing <= unsure.count()  # reported, whether they arrived or not

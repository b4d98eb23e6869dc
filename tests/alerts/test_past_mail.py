"""What I was sent and why, and having it once more."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from advisories.models import Tlp
from alerts.models import Delivery, Frequency, Letter
from tests.factories import (
    make_alert,
    make_council,
    make_edition,
    make_member,
    make_report,
    make_stop,
    make_subscription,
    make_user,
)

from .told import deliver_once

pytestmark = pytest.mark.django_db
PAGE = "/account/alerts/sent/"


@pytest.fixture
def reader(client, db):
    cache.clear()
    person = make_user("reader")
    client.force_login(person)
    return person


def test_page_lists_what_was_sent_and_why(client, reader, kazakhstan, mailbox):
    make_stop(reader, kazakhstan)
    make_subscription(make_user("other"), kazakhstan)
    make_alert(kazakhstan, title="storm")
    deliver_once()

    page = client.get(PAGE).content.decode()

    assert "Warning: Kazakhstan, storm" in page
    assert "You get this because your trip “Kazakhstan" in page
    assert page.count("Send it to me again") == 1


def test_copy_goes_to_oneself_by_the_same_queue_with_a_message_id_of_its_own(
    client, reader, kazakhstan, mailbox
):
    make_subscription(reader, kazakhstan)
    make_alert(kazakhstan)
    deliver_once()
    row = Delivery.objects.get()

    client.post(f"{PAGE}{row.pk}/again/")
    deliver_once()

    first, copy = mailbox.to(reader)
    assert mailbox.count() == 2
    assert copy.subject == first.subject
    assert copy["Message-ID"] != first["Message-ID"]
    assert "You get this because you follow Kazakhstan." in copy.text
    assert first["List-Unsubscribe"].strip("<>") not in copy.text  # a link of its own
    row.refresh_from_db()
    assert row.attempts == 1


def test_mail_of_an_erased_trip_is_listed_and_sent_again(client, reader, kazakhstan, mailbox):
    trip = make_stop(reader, kazakhstan).trip
    make_alert(kazakhstan)
    deliver_once()
    trip.delete()

    assert "erased since" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}{Delivery.objects.get().pk}/again/")
    deliver_once()

    assert mailbox.count(to=reader) == 2
    assert "erased since" in " ".join(mailbox.last(reader).text.split())


def test_copies_are_few_an_hour(client, reader, kazakhstan, mailbox):
    make_subscription(reader, kazakhstan)
    make_alert(kazakhstan)
    deliver_once()
    row = Delivery.objects.get()

    answers = [client.post(f"{PAGE}{row.pk}/again/") for _time in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert answers[-1]["Retry-After"]
    assert Letter.objects.count() == 5


def test_mail_of_somebody_else_is_out_of_reach(client, reader, kazakhstan, mailbox):
    make_subscription(make_user("other"), kazakhstan)
    make_alert(kazakhstan)
    deliver_once()

    assert client.post(f"{PAGE}{Delivery.objects.get().pk}/again/").status_code == 404
    assert client.post(f"{PAGE}{10**30}/again/").status_code == 404
    assert "Nothing was sent to you yet." in client.get(PAGE).content.decode()


@pytest.mark.behavior("A9")
def test_restricted_mail_is_neither_shown_nor_sent_again_to_who_left(
    client, reader, kazakhstan, mailbox
):
    council = make_council(country=kazakhstan)
    member = make_member(council, reader)
    make_alert(kazakhstan, title="secret", tlp=Tlp.AMBER, council=council)
    deliver_once()
    assert "secret" in client.get(PAGE).content.decode()
    member.left_at = timezone.now()
    member.save()

    page = client.get(PAGE).content.decode()
    client.post(f"{PAGE}{Delivery.objects.get().pk}/again/")

    assert "secret" not in page
    assert "may not read any more" in page
    assert not Letter.objects.exists()


def test_digest_is_listed_and_sent_again_with_what_may_still_be_read(
    client, reader, kazakhstan, mailbox
):
    council = make_council(country=kazakhstan)
    member = make_member(council, reader)
    with time_machine.travel(datetime(2027, 3, 2, 12, tzinfo=UTC), tick=False) as clock:
        make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)
        open_to_all = make_edition(make_report(kazakhstan))
        restricted = make_edition(
            make_report(kazakhstan, title="For members"), tlp=Tlp.AMBER, council=council
        )
        for edition in (open_to_all, restricted):
            edition.announced_at = timezone.now()
            edition.save()
        deliver_once()
        clock.move_to(datetime(2027, 3, 3, 8, tzinfo=UTC))
        deliver_once()
        member.left_at = timezone.now()
        member.save()

        digest = Delivery.objects.get(notice__period__isnull=False)
        client.force_login(reader)
        assert "Digest of 3 March 2027: 2 items" in client.get(PAGE).content.decode()
        client.post(f"{PAGE}{digest.pk}/again/")

    letter = Letter.objects.get()
    assert open_to_all.title.upper() in letter.text
    assert restricted.title.upper() not in letter.text


def test_page_makes_the_same_queries_for_one_mail_and_for_three(
    client, reader, kazakhstan, mailbox, query_count
):
    make_subscription(reader, kazakhstan)
    make_alert(kazakhstan)
    deliver_once()
    client.get(PAGE)
    one = query_count(lambda: client.get(PAGE))
    for _number in range(2):
        make_alert(kazakhstan)
    deliver_once()

    assert query_count(lambda: client.get(PAGE)) == one

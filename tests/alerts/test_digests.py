"""Daily and weekly mail (behaviors E1 to E6, and B8 of digests)."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine

from advisories.models import Tlp
from alerts.actions import change_subscription, end_alert, pause_alert, resume_alert, unfollow
from alerts.models import Delivery, Frequency, Grade, Notice, NoticeKind, State
from tests.factories import (
    make_alert,
    make_council,
    make_edition,
    make_level,
    make_member,
    make_report,
    make_staff,
    make_stop,
    make_subscription,
    make_user,
)

from .told import deliver_once, told

pytestmark = pytest.mark.django_db
TASHKENT = ZoneInfo("Asia/Tashkent")  # UTC+5, clocks never change
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def clock():
    """A Tuesday noon in Tashkent; `clock(day, hour)` moves on to a moment of March 2027 there."""
    with time_machine.travel(datetime(2027, 3, 2, 12, tzinfo=TASHKENT), tick=False) as traveller:

        def go_to(day, hour, minute=0, zone=TASHKENT):
            traveller.move_to(datetime(2027, 3, day, hour, minute, tzinfo=zone))

        yield go_to


@pytest.fixture
def reader(db):
    return make_user("reader", time_zone="Asia/Tashkent")


def publish(*places, **fields):
    """An alert that the worker has seen."""
    alert = make_alert(*places, starts_on=datetime(2027, 3, 1, tzinfo=UTC).date(), **fields)
    deliver_once()
    return alert


def said(mail):
    """Headings stand in capitals in the text part."""
    return f"{mail.subject}\n{mail.text}".casefold()


def announce(edition):
    edition.announced_at = datetime.now(UTC)
    edition.save()
    deliver_once()
    return edition


@pytest.mark.behavior("E1")
def test_daily_digest_comes_at_eight_there_worst_first_then_by_country(
    clock, reader, kazakhstan, uzbekistan, mailbox
):
    make_subscription(reader, frequency=Frequency.DAILY)
    publish(uzbekistan, title="storm", grade=Grade.NOTICE)
    publish(uzbekistan, title="robbery")
    publish(kazakhstan, title="drugging")
    report = announce(make_edition(make_report(uzbekistan)))
    assert mailbox.count() == 0

    clock(3, 7, 59)
    deliver_once()
    assert mailbox.count() == 0

    clock(3, 8)
    deliver_once()
    deliver_once()
    [mail] = mailbox.to(reader)
    order = ["Kazakhstan: drugging", "Uzbekistan: robbery", "Uzbekistan: storm", report.title]
    for text in (mail.text, mail.html):
        places = [text.upper().index(words.upper()) for words in order]
        assert places == sorted(places)
    assert mail.subject == "Warning: Kazakhstan: drugging and 3 more"
    assert mail["Date"].startswith("Wed, 03 Mar 2027 03:00:00")


@pytest.mark.behavior("E1")
def test_weekly_digest_comes_on_monday_together_with_the_daily_one(
    clock, reader, kazakhstan, uzbekistan, mailbox
):
    make_subscription(reader, kazakhstan, frequency=Frequency.WEEKLY)
    make_subscription(reader, uzbekistan, frequency=Frequency.DAILY)
    publish(kazakhstan, title="drugging")
    clock(7, 20)
    publish(uzbekistan, title="robbery")

    clock(8, 8)
    deliver_once()

    [mail] = mailbox.to(reader)
    assert "drugging" in said(mail)
    assert "robbery" in said(mail)


@pytest.mark.behavior("E1")
def test_each_person_gets_what_they_follow_at_their_own_eight(
    clock, reader, kazakhstan, uzbekistan, mailbox
):
    other = make_user("other", time_zone="Asia/Tashkent")
    berliner = make_user("berliner", time_zone="Europe/Berlin")
    make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)
    make_subscription(other, uzbekistan, frequency=Frequency.DAILY)
    make_subscription(berliner, kazakhstan, frequency=Frequency.DAILY)
    publish(kazakhstan, title="drugging")
    publish(uzbekistan, title="robbery")

    clock(3, 8)
    deliver_once()
    assert "drugging" in said(mailbox.last(reader))
    assert "robbery" not in said(mailbox.last(reader))
    assert "drugging" not in said(mailbox.last(other))
    assert "robbery" in said(mailbox.last(other))
    assert mailbox.count(to=berliner) == 0

    clock(3, 8, zone=BERLIN)
    deliver_once()
    assert "drugging" in said(mailbox.last(berliner))
    assert mailbox.count() == 3


@pytest.mark.behavior("E2")
def test_nothing_to_say_sends_nothing(clock, reader, kazakhstan, uzbekistan, mailbox):
    make_subscription(reader, kazakhstan, frequency=Frequency.DAILY, lowest_grade=Grade.WARNING)
    publish(uzbekistan)
    publish(kazakhstan, grade=Grade.NOTICE)

    clock(3, 9)
    deliver_once()

    assert mailbox.count() == 0
    assert not Delivery.objects.exists()


@pytest.mark.behavior("E2")
def test_what_ended_and_what_its_sender_cancelled_is_left_out(clock, reader, kazakhstan, mailbox):
    make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)
    alert = publish(kazakhstan)
    alert.ended_at = datetime.now(UTC)
    alert.save()
    cancelled = publish(kazakhstan)
    cancelled.notices.update(cancelled_at=datetime.now(UTC))

    clock(3, 9)
    deliver_once()

    assert mailbox.count() == 0


@pytest.mark.behavior("E3")
@pytest.mark.parametrize(
    ("first", "then"),
    [
        (Frequency.DAILY, Frequency.AT_ONCE),
        (Frequency.WEEKLY, Frequency.AT_ONCE),
        (Frequency.WEEKLY, Frequency.DAILY),
        (Frequency.DAILY, Frequency.WEEKLY),
        (Frequency.AT_ONCE, Frequency.DAILY),
        (Frequency.AT_ONCE, Frequency.WEEKLY),
    ],
)
def test_changing_frequency_neither_loses_nor_repeats(
    clock, reader, kazakhstan, mailbox, first, then
):
    row = make_subscription(reader, kazakhstan, frequency=first)
    publish(kazakhstan, title="flood")
    clock(2, 15)
    change_subscription(row, frequency=then)
    publish(kazakhstan, title="quake")

    for day in (3, 4, 8, 9):
        clock(day, 8)
        deliver_once()

    mails = [said(mail) for mail in mailbox.to(reader)]
    assert ["flood" in words for words in mails].count(True) == 1
    assert ["quake" in words for words in mails].count(True) == 1


@pytest.mark.behavior("A13", "B12", "E3")
def test_what_was_held_over_a_morning_comes_with_the_digest_after_it_went_on(
    clock, reader, kazakhstan, uzbekistan, mailbox
):
    make_subscription(reader, frequency=Frequency.DAILY)
    held, other = publish(kazakhstan, title="flood"), publish(uzbekistan, title="quake")
    mailbox.refuse("RCPT", "450 4.2.1 busy", to=reader, times=1)
    clock(3, 8)
    deliver_once()
    pause_alert(held, by=make_staff("sender"))
    clock(3, 9)
    deliver_once()
    resume_alert(held, by=make_staff("sender"))
    end_alert(other, by=make_staff("sender"), because="It is over.")

    clock(4, 8)
    deliver_once()

    first, second = map(said, mailbox.to(reader))
    assert "quake" in first
    assert "flood" not in first
    assert "flood" in second


@pytest.mark.behavior("E3")
@pytest.mark.parametrize("then", [Frequency.DAILY, Frequency.AT_ONCE])
def test_what_a_weekly_digest_held_for_days_comes_with_the_next_morning(
    clock, reader, kazakhstan, mailbox, then
):
    row = make_subscription(reader, kazakhstan, frequency=Frequency.WEEKLY)
    publish(kazakhstan, title="flood")
    clock(4, 8)
    deliver_once()
    clock(5, 8)
    deliver_once()
    clock(5, 15)
    change_subscription(row, frequency=then)

    for day in (6, 7, 8):
        clock(day, 8)
        deliver_once()

    [mail] = mailbox.to(reader)
    assert "flood" in said(mail)
    assert mail["Date"].startswith("Sat, 06 Mar")


@pytest.mark.behavior("E3")
@pytest.mark.parametrize("page", ["choices", "profile"])
def test_another_time_zone_neither_loses_nor_repeats(clock, client, kazakhstan, mailbox, page):
    zone = ZoneInfo("America/Los_Angeles")
    reader = make_user("reader", time_zone=zone.key)
    make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)
    clock(2, 8, zone=zone)
    publish(kazakhstan, title="storm")
    clock(2, 12, zone=zone)
    publish(kazakhstan, title="flood")
    clock(2, 21, zone=zone)
    deliver_once()
    clock(3, 7, zone=zone)
    client.force_login(reader)
    path, data = {
        "choices": ("/account/alerts/", {"time_zone": "Asia/Tashkent"}),
        "profile": ("/account/profile/", {"time_zone": "Asia/Tashkent", "name": "Reader"}),
    }[page]
    assert client.post(path, data).status_code == 302

    for day in (4, 5, 6):
        clock(day, 8)
        deliver_once()

    [mail] = mailbox.to(reader)
    assert "flood" in said(mail)
    assert "storm" in said(mail)


@pytest.mark.behavior("E3")
def test_there_and_back_on_one_day_loses_nothing(clock, reader, kazakhstan, mailbox):
    row = make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)
    publish(kazakhstan, title="first")
    change_subscription(row, frequency=Frequency.AT_ONCE)
    publish(kazakhstan, title="second")
    change_subscription(row, frequency=Frequency.DAILY)
    publish(kazakhstan, title="third")

    clock(3, 8)
    deliver_once()

    at_once, digest = mailbox.to(reader)
    assert "second" in at_once.subject
    assert "second" not in said(digest)
    assert "first" in said(digest)
    assert "third" in said(digest)


@pytest.mark.behavior("E3")
def test_mail_on_its_way_at_once_comes_though_a_digest_was_chosen_since(
    clock, reader, kazakhstan, mailbox
):
    row = make_subscription(reader, kazakhstan)
    make_alert(kazakhstan)
    told()
    change_subscription(row, frequency=Frequency.DAILY)
    deliver_once()
    assert mailbox.count() == 1

    clock(3, 8)
    deliver_once()

    assert mailbox.count() == 1


@pytest.mark.behavior("E4")
def test_nothing_from_before_the_subscription_began(clock, reader, kazakhstan, mailbox):
    make_subscription(make_user("other"), kazakhstan)
    publish(kazakhstan, title="before")
    clock(2, 13)
    make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)
    publish(kazakhstan, title="after")

    clock(3, 8)
    deliver_once()

    assert "after" in said(mailbox.last(reader))
    assert "before" not in said(mailbox.last(reader))


@pytest.mark.behavior("E5")
@pytest.mark.parametrize("frequency", [Frequency.DAILY, Frequency.WEEKLY])
def test_missed_mornings_are_made_up_for_by_one_mail(clock, reader, kazakhstan, mailbox, frequency):
    make_subscription(reader, kazakhstan, frequency=frequency)
    publish(kazakhstan, title="tuesday")
    clock(4, 7)
    publish(kazakhstan, title="thursday")

    clock(9, 10)  # no worker ran in between; Monday the 8th is over
    deliver_once()
    clock(10, 8)
    deliver_once()

    [mail] = mailbox.to(reader)
    assert "tuesday" in said(mail)
    assert "thursday" in said(mail)


@pytest.mark.behavior("E5")
@pytest.mark.parametrize("night", [28, 31])  # clocks go forward on the 28th there
def test_clock_change_gives_exactly_one(clock, kazakhstan, mailbox, night):
    reader = make_user("berliner", time_zone="Europe/Berlin")
    make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)
    clock(night - 1, 20, zone=BERLIN)
    publish(kazakhstan)

    for hour in (0, 7, 8, 9, 16, 23):
        clock(night, hour, zone=BERLIN)
        deliver_once()

    [mail] = mailbox.to(reader)
    assert mail.message["Date"].datetime.astimezone(BERLIN).hour == 8


@pytest.mark.behavior("E5")
@pytest.mark.once
def test_every_day_has_one_morning_in_every_zone():
    from accounts.models import known_time_zones
    from alerts.digests.mornings import last_morning

    start = datetime(2027, 3, 1, tzinfo=UTC)
    for zone in known_time_zones():
        found = {last_morning(start + timedelta(hours=hour), zone) for hour in range(0, 24 * 35, 6)}
        days = [moment.astimezone(ZoneInfo(zone)).date() for moment in sorted(found)]
        assert len(days) == len(set(days)) == (days[-1] - days[0]).days + 1, zone


@pytest.mark.behavior("E6")
def test_killed_half_way_goes_on_with_the_same_mails_and_none_twice(clock, kazakhstan, mailbox):
    readers = [make_user(f"r{number}", time_zone="Asia/Tashkent") for number in range(4)]
    for person in readers:
        make_subscription(person, kazakhstan, frequency=Frequency.DAILY)
    publish(kazakhstan)
    clock(3, 8)
    told()
    digests = Delivery.objects.filter(notice__kind=NoticeKind.DIGEST).order_by("pk")
    Delivery.objects.exclude(pk__in=digests[:2]).update(due_at=datetime(2027, 3, 3, 8, tzinfo=UTC))
    deliver_once()
    assert mailbox.count() == 2
    Delivery.objects.filter(state=State.QUEUED).update(
        state=State.SENDING, worker="elsewhere", lease_until=datetime(2027, 3, 3, 3, 1, tzinfo=UTC)
    )  # the rest was claimed by a worker that died

    clock(3, 14)
    Delivery.objects.filter(state=State.SENDING).update(due_at=datetime(2027, 3, 3, 3, tzinfo=UTC))
    deliver_once()
    deliver_once()

    assert [mailbox.count(to=person) for person in readers] == [1, 1, 1, 1]


@pytest.mark.behavior("E6")
def test_digest_tried_again_holds_what_it_held(clock, reader, kazakhstan, uzbekistan, mailbox):
    make_subscription(reader, frequency=Frequency.DAILY)
    publish(kazakhstan, title="kept")
    gone = publish(uzbekistan, title="ended")
    mailbox.refuse("RCPT", "450 4.2.1 later", to=reader, times=1)
    clock(3, 8)
    deliver_once()
    assert mailbox.count() == 0

    gone.ended_at = datetime.now(UTC)
    gone.save()
    clock(3, 9)
    deliver_once()

    [mail] = mailbox.to(reader)
    assert "kept" in said(mail)
    assert "ended" not in said(mail)


@pytest.mark.behavior("B8")
def test_digest_whose_reply_was_lost_is_reported_and_not_repeated(
    clock, reader, kazakhstan, mailbox
):
    make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)
    publish(kazakhstan)
    mailbox.lose_reply()
    for day in (3, 4, 5):
        clock(day, 8)
        deliver_once()

    assert mailbox.count(to=reader) == 1
    [row] = Delivery.objects.filter(state=State.FAILED)
    assert "may have arrived" in row.reply


@pytest.mark.behavior("E5")
def test_refused_digest_is_told_by_the_next_one(clock, reader, kazakhstan, mailbox):
    make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)
    publish(kazakhstan)
    mailbox.refuse("RCPT", "550 5.2.2 full", to=reader, times=1)
    clock(3, 8)
    deliver_once()
    assert mailbox.count() == 0

    clock(4, 8)
    deliver_once()

    assert mailbox.count(to=reader) == 1


@pytest.mark.behavior("A9")
def test_restricted_items_go_to_who_may_read_them_when_it_is_sent(clock, kazakhstan, mailbox):
    council = make_council(country=kazakhstan)
    stranger, member, left = (
        make_user(name, time_zone="Asia/Tashkent") for name in ("stranger", "member", "left")
    )
    for person in (stranger, member, left):
        make_subscription(person, kazakhstan, frequency=Frequency.DAILY)
    make_member(council, member)
    row = make_member(council, left)
    report = make_report(kazakhstan)
    announce(make_edition(report, tlp=Tlp.AMBER, council=council))
    clock(3, 8)
    told()
    row.left_at = datetime.now(UTC)
    row.save()

    deliver_once()

    assert mailbox.count() == 1
    assert "TLP:AMBER" in mailbox.last(member).subject
    assert "TLP:AMBER" in mailbox.last(member).html


@pytest.mark.behavior("A4")
def test_emergency_does_not_wait_for_a_digest_and_is_not_in_it(clock, reader, kazakhstan, mailbox):
    make_subscription(reader, kazakhstan, frequency=Frequency.WEEKLY)
    publish(kazakhstan, grade=Grade.EMERGENCY)
    assert mailbox.count(to=reader) == 1

    clock(8, 8)
    deliver_once()

    assert mailbox.count(to=reader) == 1


@pytest.mark.behavior("A5")
def test_ended_and_paused_subscriptions_get_no_digest(clock, reader, kazakhstan, mailbox):
    thursday = datetime(2027, 3, 4, tzinfo=UTC).date()
    paused = make_user("paused", time_zone="Asia/Tashkent", paused_until=thursday)
    row = make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)
    make_subscription(paused, kazakhstan, frequency=Frequency.DAILY)
    publish(kazakhstan)
    unfollow(row)

    clock(3, 8)
    deliver_once()
    assert mailbox.count() == 0

    clock(4, 8)  # the pause is over: what still holds is told
    deliver_once()
    assert mailbox.count(to=paused) == mailbox.count() == 1


@pytest.mark.behavior("A3")
def test_what_a_trip_brought_at_once_is_not_in_the_digest(clock, reader, kazakhstan, mailbox):
    make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)
    make_stop(reader, kazakhstan, starts_on=datetime(2027, 3, 1, tzinfo=UTC).date())
    publish(kazakhstan)
    assert mailbox.count() == 1

    clock(3, 8)
    deliver_once()

    assert mailbox.count() == 1


@pytest.mark.behavior("A13")
def test_update_reaches_at_once_who_read_of_the_alert_in_a_digest(
    clock, reader, kazakhstan, mailbox
):
    make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)
    make_subscription(make_user("later"), kazakhstan, frequency=Frequency.WEEKLY)
    alert = publish(kazakhstan)
    clock(3, 8)
    deliver_once()

    publish(kazakhstan, refers_to=alert, title="roads are open")

    assert mailbox.count() == 2
    assert "update" in mailbox.last(reader).subject


@pytest.mark.behavior("E1", "F6")
def test_raised_level_is_told_as_a_warning_and_each_mail_is_whole(
    clock, client, reader, kazakhstan, mailbox
):
    make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)
    make_level(kazakhstan, 1)
    make_level(kazakhstan, 3, announced_at=datetime.now(UTC))
    deliver_once()

    clock(3, 8)
    deliver_once()

    mail = mailbox.last(reader)
    assert mail.subject == "Warning: Kazakhstan: raised to level 3: reconsider travel"
    assert "You get this because you follow Kazakhstan" in mail.text
    assert mail["List-Unsubscribe"].strip("<>") in mail.text
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len(mail.html.encode()) < 20_000

    link = urlsplit(mail["List-Unsubscribe"].strip("<>")).path
    client.post(link, {"List-Unsubscribe": "One-Click"})
    assert not reader.subscriptions.active().exists()


@pytest.mark.behavior("E6")
def test_two_workers_make_one_digest(clock, reader, kazakhstan):
    make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)
    publish(kazakhstan)
    clock(3, 8)
    told()
    told()

    assert Notice.objects.filter(kind=NoticeKind.DIGEST, deliveries__user=reader).count() == 1


@pytest.mark.behavior("E1")
def test_updated_alert_is_told_as_it_is_now(clock, reader, kazakhstan, mailbox):
    make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)
    alert = publish(kazakhstan, title="flood")
    publish(kazakhstan, refers_to=alert, title="bridge open again", what_to_do="* Take the bridge.")

    clock(3, 8)
    deliver_once()

    [mail] = mailbox.to(reader)
    assert "Warning: Kazakhstan: flood" in mail.subject
    assert "Update: bridge open again" in mail.text
    assert "Take the bridge." in mail.text


def test_batch_asks_as_often_for_one_person_as_for_three(
    clock, reader, kazakhstan, uzbekistan, query_count
):
    from alerts.digests.contents import contents_of

    others = [make_user(f"r{number}", time_zone="Asia/Tashkent") for number in range(2)]
    for person in (reader, *others):
        make_subscription(person, frequency=Frequency.DAILY)
    publish(kazakhstan)
    publish(uzbekistan)
    clock(3, 8)
    told()
    rows = list(Delivery.objects.filter(notice__kind=NoticeKind.DIGEST).select_related("notice"))

    one = query_count(lambda: contents_of(rows[:1]))
    assert query_count(lambda: contents_of(rows)) == one
    assert len(rows) == 3


def test_mornings_that_told_nobody_are_forgotten(clock, reader, kazakhstan):
    from alerts.cleaning import clean

    make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)
    publish(kazakhstan)
    clock(3, 8)
    told()
    kept = Delivery.objects.get(notice__kind=NoticeKind.DIGEST).notice

    with time_machine.travel(datetime(2027, 6, 1, tzinfo=UTC)):
        clean()

    assert list(Notice.objects.filter(kind=NoticeKind.DIGEST)) == [kept]

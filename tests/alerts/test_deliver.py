"""From a fact to an inbox, with a mail server that works and with one that does not (B)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.mail import send_mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from advisories.models import Tlp
from alerts.actions import end_alert, unfollow
from alerts.engine import personal, readying
from alerts.engine.waiting import oldest_due
from alerts.models import Delivery, Grade, Letter, Notice, State, Suppression
from tests.factories import (
    make_alert,
    make_chair,
    make_council,
    make_edition,
    make_level,
    make_member,
    make_report,
    make_stop,
    make_subscription,
    make_user,
)
from web.models import SiteSettings

from .told import deliver_once, hand_over, told

pytestmark = pytest.mark.django_db


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=True)


def states():
    return sorted(Delivery.objects.values_list("state", flat=True))


@pytest.mark.behavior("A3")
def test_alert_reaches_each_person_once(kazakhstan, mailbox):
    follower, member, traveler = make_user("follower"), make_user("member"), make_user("traveler")
    make_subscription(follower, kazakhstan)
    make_member(make_council(country=kazakhstan), member)
    make_stop(traveler, kazakhstan)
    make_subscription(traveler, kazakhstan)

    make_alert(kazakhstan)
    deliver_once()
    assert [mailbox.count(to=person) for person in (follower, member, traveler)] == [1, 1, 1]

    deliver_once()
    assert mailbox.count() == 3


@pytest.mark.behavior("I4")
def test_minor_edition_sends_nothing_and_a_major_one_once(kazakhstan, mailbox):
    follower = make_user("follower")
    make_subscription(follower, kazakhstan)
    make_subscription(make_user("alerts-only"), kazakhstan, new_reports=False)
    report = make_report(kazakhstan)
    minor = make_edition(report, year=2025)

    deliver_once()
    assert mailbox.count() == 0

    major = make_edition(report, year=2026, change_note="Cabs are new.")
    major.announced_at = major.published_at
    major.save()
    deliver_once()
    deliver_once()

    assert minor.announced_at is None
    assert mailbox.count() == mailbox.count(to=follower) == 1
    assert "Cabs are new." in mailbox.last(follower).text


@pytest.mark.behavior("I4")
def test_scheduled_edition_is_told_once_it_is_live(kazakhstan, mailbox):
    make_subscription(make_user("follower"), kazakhstan)
    moment = timezone.now() + timedelta(hours=2)
    make_edition(make_report(kazakhstan), published_at=moment, announced_at=None)
    edition = make_report(kazakhstan, slug="other", title="Other").editions.create(
        year=2026, title="Other", published_at=moment, announced_at=moment, major=True
    )

    deliver_once()
    assert mailbox.count() == 0
    with later(hours=3):
        deliver_once()

    assert Notice.objects.get().edition == edition
    assert mailbox.count() == 1


@pytest.mark.behavior("A8")
def test_a8_section_follower_hears_only_of_its_section(kazakhstan, mailbox):
    crime, cabs = make_user("crime"), make_user("cabs")
    make_subscription(crime, kazakhstan, section_key="crime")
    make_subscription(cabs, kazakhstan, section_key="transportation")
    report = make_report(kazakhstan)
    same = {"key": "crime", "body": "<p>As before.</p>"}
    make_edition(report, year=2025, sections=[same, {"key": "transportation", "body": "<p>1</p>"}])
    edition = make_edition(
        report, year=2026, sections=[same, {"key": "transportation", "body": "<p>2</p>"}]
    )
    edition.announced_at = edition.published_at
    edition.save()

    deliver_once()

    assert (mailbox.count(to=crime), mailbox.count(to=cabs)) == (0, 1)


@pytest.mark.behavior("A9")
def test_a9_restricted_edition_is_told_only_to_members(kazakhstan, mailbox):
    council = make_council(country=kazakhstan)
    chair = make_chair(council).user
    for person in (chair, make_user("stranger")):
        make_subscription(person, kazakhstan)
    edition = make_edition(
        make_report(kazakhstan), tlp=Tlp.AMBER, council=council, change_note="Secret words."
    )
    edition.announced_at = edition.published_at
    edition.save()

    deliver_once()

    assert mailbox.count() == mailbox.count(to=chair) == 1
    assert "TLP:AMBER" in mailbox.last(chair).subject


def test_raised_level_is_a_warning_and_a_lowered_one_a_notice(kazakhstan, mailbox):
    grave, all_ = make_user("grave"), make_user("all")
    make_subscription(grave, kazakhstan, lowest_grade=Grade.WARNING)
    make_subscription(all_, kazakhstan)
    ago = timezone.now() - timedelta(days=400)
    make_level(kazakhstan, level=2, in_force_from=ago)

    make_level(kazakhstan, level=3, announced_at=timezone.now())
    deliver_once()
    assert (mailbox.count(to=grave), mailbox.count(to=all_)) == (1, 1)
    assert mailbox.last(grave).subject.startswith("Warning: Kazakhstan, raised to level 3")

    with later(hours=1):
        make_level(kazakhstan, level=1, announced_at=timezone.now())
        deliver_once()
    assert (mailbox.count(to=grave), mailbox.count(to=all_)) == (1, 2)


def test_facts_from_before_are_history_and_nobody_is_told(kazakhstan, mailbox):
    make_subscription(make_user("follower"), kazakhstan)
    make_alert(kazakhstan, published_at=timezone.now() - timedelta(days=8))

    deliver_once()

    assert (Notice.objects.count(), mailbox.count()) == (0, 0)


def test_b1_handed_over_keeps_state_time_and_reply(kazakhstan, mailbox):
    make_subscription(make_user("follower"), kazakhstan)
    make_alert(kazakhstan)

    deliver_once()

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.reply, delivery.attempts) == (State.SENT, "250 2.0.0 kept", 1)
    assert timezone.now() - delivery.settled_at < timedelta(seconds=30)


def test_b4_deferred_mail_waits_longer_each_time_until_it_is_no_news(kazakhstan, mailbox):
    make_subscription(make_user("follower"), kazakhstan)
    make_alert(kazakhstan)
    mailbox.refuse("RCPT", "450 4.2.1 follower@example.org is busy")

    deliver_once()
    first = Delivery.objects.get()
    waits = [first.due_at - timezone.now()]
    assert first.state == State.QUEUED
    assert first.reply == "450 4.2.1 <address> is busy"
    deliver_once()
    assert Delivery.objects.get().attempts == 1
    with later(minutes=2):
        deliver_once()
        waits.append(Delivery.objects.get().due_at - timezone.now())
    assert timedelta(seconds=20) < waits[0] < timedelta(seconds=40) < waits[1]

    last = Notice.objects.get().expires_at - timezone.now() - timedelta(seconds=10)
    with later(seconds=last.total_seconds()):
        deliver_once()

    assert Delivery.objects.get().state == State.FAILED


def test_b4_deferred_mail_arrives_in_the_end(kazakhstan, mailbox):
    make_subscription(make_user("follower"), kazakhstan)
    make_alert(kazakhstan)
    mailbox.refuse("RCPT", "450 4.2.1 busy", times=1)

    deliver_once()
    with later(minutes=5):
        deliver_once()

    assert (mailbox.count(), states()) == (1, ["sent"])


def test_b5_refused_address_is_final_and_counts_towards_suppression(kazakhstan, mailbox):
    wrong, full = make_user("wrong"), make_user("full")
    for person in (wrong, full, make_user("follower")):
        make_subscription(person, kazakhstan)
    mailbox.refuse("RCPT", "550 5.1.1 no such mailbox", to=wrong)
    mailbox.refuse("RCPT", "552 5.2.2 mailbox full", to=full)

    make_alert(kazakhstan)
    deliver_once()
    with later(hours=3):
        deliver_once()
    assert (states(), mailbox.count()) == (["failed", "failed", "sent"], 1)
    assert [row.user for row in Suppression.objects.all()] == [wrong]

    make_alert(kazakhstan)
    deliver_once()
    assert {row.user for row in Suppression.objects.all()} == {wrong, full}
    assert Delivery.objects.filter(user=wrong).count() == 1


def test_b6_server_that_refuses_us_pauses_the_send_and_says_so(kazakhstan, mailbox):
    people = [make_user(f"follower-{number}") for number in range(8)]
    for person in people:
        make_subscription(person, kazakhstan)
    mailbox.refuse("MAIL", "550 5.7.1 sender not allowed")

    make_alert(kazakhstan)
    deliver_once()

    assert SiteSettings.load().sending_paused_at
    assert states() == ["queued"] * 8
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0, 1}
    send_mail("Code", "1234", None, ["reader@example.org"])
    mailbox.refusals.clear()
    deliver_once()
    assert (mailbox.count(), mailbox.count(to="reader@example.org")) == (1, 1)


@pytest.mark.behavior("P1")
def test_b7_421_and_hang_up_lose_nothing(kazakhstan, mailbox):
    for number in range(12):
        make_subscription(make_user(f"follower-{number}"), kazakhstan)
    mailbox.refuse("RCPT", "421 4.3.2 closing", times=2)
    mailbox.refuse("DATA", "421 4.3.2 closing", times=2)
    make_alert(kazakhstan)

    deliver_once()

    assert (mailbox.count(), states()) == (12, ["sent"] * 12)
    assert len({mail.recipients[0] for mail in mailbox.messages}) == 12


@pytest.mark.behavior("P2")
def test_b8_lost_reply_repeats_the_mail_once_with_the_same_message_id(kazakhstan, mailbox):
    make_subscription(make_user("follower"), kazakhstan)
    mailbox.lose_reply(1)
    make_alert(kazakhstan)

    deliver_once()

    assert mailbox.count() == 2
    assert len({mail["Message-ID"] for mail in mailbox.messages}) == 1
    assert states() == ["sent"]


@pytest.mark.behavior("B9", "P1")
def test_b9_mail_server_away_loses_nothing_and_gives_nothing_up(kazakhstan, mailbox, settings):
    make_subscription(make_user("follower"), kazakhstan)
    relay = settings.MAIL_RELAY
    settings.MAIL_RELAY = {**relay, "port": 1}
    make_alert(kazakhstan)

    with pytest.raises(CommandError, match="does not answer"):
        call_command("deliver", "--once")
    assert Delivery.objects.get().attempts == 0
    assert oldest_due() is not None

    settings.MAIL_RELAY = relay
    deliver_once()
    assert mailbox.count() == 1
    assert oldest_due() is None


def test_b10_silent_server_is_given_up_in_time(kazakhstan, mailbox, monkeypatch):
    monkeypatch.setattr("alerts.engine.smtp.opening.CONTENT_TIMEOUT", 0.3)
    make_subscription(make_user("follower"), kazakhstan)
    mailbox.slow_down(1)
    make_alert(kazakhstan)

    hand_over()
    assert states() == ["queued"]
    mailbox.slow_down(0)
    deliver_once()

    assert states() == ["sent"]


def test_b14_account_mail_goes_first_then_the_gravest_and_the_nearest(kazakhstan, mailbox):
    make_subscription(make_user("follower"), kazakhstan)
    make_stop(make_user("traveler"), kazakhstan)
    make_alert(kazakhstan, grade=Grade.NOTICE)
    make_alert(kazakhstan, grade=Grade.EMERGENCY)
    told()
    send_mail("Code", "1234", None, ["reader@example.org"])

    hand_over()

    order = [(mail.subject.partition(":")[0], mail.recipients[0]) for mail in mailbox.messages]
    assert order == [
        ("Code", "reader@example.org"),
        ("Emergency", "traveler@example.org"),
        ("Emergency", "follower@example.org"),
        ("Notice", "traveler@example.org"),
        ("Notice", "follower@example.org"),
    ]


def test_b15_outside_production_a_real_relay_gets_listed_addresses_only(
    kazakhstan, mailbox, settings, monkeypatch
):
    settings.MAIL_ALLOW = ["Listed@example.org"]
    monkeypatch.setattr("alerts.engine.delivery.is_loopback", lambda host: False)
    for name in ("listed", "other"):
        make_subscription(make_user(name), kazakhstan)
    make_alert(kazakhstan)
    send_mail("Code", "1234", None, ["reader@example.org"])

    deliver_once()

    assert mailbox.count() == mailbox.count(to="listed@example.org") == 1
    assert "MAIL_ALLOW" in Delivery.objects.get(user__name="other").reply
    assert Letter.objects.get().state == State.SKIPPED


@pytest.mark.behavior("B17")
def test_b17_expired_notice_is_not_sent(kazakhstan, mailbox):
    make_subscription(make_user("follower"), kazakhstan)
    make_alert(kazakhstan)
    told()

    with later(days=6):
        deliver_once()

    assert (mailbox.count(), states()) == (0, ["skipped"])


@pytest.mark.behavior("A6")
def test_a6_what_changed_after_queueing_counts(kazakhstan, mailbox):
    council = make_council(country=kazakhstan)
    ended = make_subscription(make_user("ended"), kazakhstan)
    member = make_member(council, make_user("left"))
    suspended = make_member(council, make_user("suspended"), organization="Altai Mining")
    trip = make_stop(make_user("cancelled"), kazakhstan).trip
    refused = make_user("refused")
    make_subscription(refused, kazakhstan)
    moved = make_user("moved")
    make_subscription(moved, kazakhstan)
    make_subscription(make_user("stays"), kazakhstan)
    make_alert(kazakhstan)
    told()

    unfollow(ended)
    member.left_at = suspended.membership.suspended_at = trip.cancelled_at = timezone.now()
    for row in (member, suspended.membership, trip):
        row.save()
    from alerts.feedback.suppressing import suppress

    suppress(refused, "550 5.1.1 no such mailbox")
    moved.is_active = False
    moved.save()
    deliver_once()

    assert [mail.recipients for mail in mailbox.messages] == [["stays@example.org"]]
    assert states() == ["sent", *["skipped"] * 6]


@pytest.mark.behavior("A6")
def test_a6_person_whose_trip_was_cancelled_still_hears_as_follower(kazakhstan, mailbox):
    person = make_user("person")
    trip = make_stop(person, kazakhstan).trip
    make_subscription(person, kazakhstan)
    make_alert(kazakhstan)
    told()

    trip.cancelled_at = timezone.now()
    trip.save()
    deliver_once()

    assert "you follow Kazakhstan" in mailbox.last(person).text
    assert Delivery.objects.get().trip is None


@pytest.mark.behavior("A6")
def test_ended_alert_is_not_sent_to_those_who_wait(kazakhstan, mailbox):
    make_subscription(make_user("follower"), kazakhstan)
    alert = make_alert(kazakhstan)
    told()

    end_alert(alert, by=make_user("sender"), because="It is over.")
    deliver_once()

    assert (mailbox.count(), states()) == (0, ["skipped"])


def test_one_fact_that_cannot_be_worded_does_not_silence_the_others(
    kazakhstan, mailbox, monkeypatch
):
    make_subscription(make_user("follower"), kazakhstan)
    bad, good = make_alert(kazakhstan, title="bad"), make_alert(kazakhstan, title="good")
    monkeypatch.setattr(
        "alerts.wording.alerts.label_of", lambda alert: 1 / 0 if alert.pk == bad.pk else ""
    )

    hand_over()

    assert [notice.alert for notice in Notice.objects.all()] == [good]
    assert mailbox.count() == 1


@pytest.mark.behavior("A11")
def test_a11_many_alerts_in_one_minute_all_arrive(kazakhstan, mailbox):
    make_subscription(make_user("follower"), kazakhstan)
    for number in range(60):
        make_alert(kazakhstan, title=f"event {number}")

    deliver_once()

    assert mailbox.count() == 60


def test_notice_that_cannot_be_looked_at_again_does_not_hold_up_the_others(
    kazakhstan, mailbox, monkeypatch
):
    make_subscription(make_user("follower"), kazakhstan)
    bad, good = make_alert(kazakhstan, title="bad"), make_alert(kazakhstan, title="good")
    told()
    asked = readying.audience_of
    monkeypatch.setattr(
        readying, "audience_of", lambda notice: 1 / 0 if notice.alert == bad else asked(notice)
    )

    hand_over()

    assert [mail.subject.rpartition(" ")[2] for mail in mailbox.messages] == ["good"]
    assert Delivery.objects.get(notice__alert=bad).state == State.QUEUED
    assert Delivery.objects.get(notice__alert=good).state == State.SENT


def test_words_of_a_place_serve_the_batches_that_follow(kazakhstan, uzbekistan, monkeypatch):
    for number, country in enumerate((kazakhstan, kazakhstan, uzbekistan)):
        make_subscription(make_user(f"follower-{number}"), country)
    make_alert(kazakhstan)
    make_alert(uzbekistan)
    told()
    worded, why = [], personal.why
    monkeypatch.setattr(personal, "why", lambda row: worded.append(row) or why(row))
    desk, mails = readying.Desk(), []
    for row in Delivery.objects.order_by("user"):
        ((job, _answer),) = desk.deliveries(Delivery.objects.filter(pk=row.pk))
        mails.append(job.content().decode())

    assert len(worded) == 2
    assert ["follow Kazakhstan" in mail for mail in mails] == [True, True, False]
    assert "follow Uzbekistan" in mails[2]

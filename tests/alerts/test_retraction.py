"""“Sent by mistake”: the queue stops, the site says so, those reached are told (A13)."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connections
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, User
from advisories.models import Role, Tlp
from alerts.actions import end_alert, publish_alert, retract_alert, start_update
from alerts.models import Alert, Delivery, Lane, Letter, Notice, NoticeKind, State, Subscription
from alerts.worker import Worker
from tests.factories import (
    make_alert,
    make_assignment,
    make_council,
    make_country,
    make_member,
    make_staff,
    make_stop,
    make_subscription,
    make_template,
    make_user,
)
from travelers.actions import cancel_trip
from web.errors import RefusedError

from .crisis import sign_in_lately, values_of
from .told import deliver_once, hand_over, told

pytestmark = pytest.mark.django_db
WORDS = {"title": "no robbery", "text": "There was no robbery."}


@pytest.fixture
def sender(client, kazakhstan):
    person = make_staff("sender")
    make_assignment(person, Role.SENDER, country=kazakhstan)
    sign_in_lately(client, person)
    return person


def go_on(worker, is_done):
    until = time.monotonic() + 15
    while not is_done():
        assert time.monotonic() < until
        worker.step()


def reached(kind):
    got_it = Q(state=State.SENT) | Q(in_doubt=True)
    rows = Delivery.objects.filter(got_it, notice__kind=kind)
    return set(rows.values_list("user", flat=True))


def test_two_taps_call_it_back_and_tell_whom_it_reached(client, sender, almaty, mailbox):
    make_subscription(make_user("follower"), almaty)
    make_stop(make_user("traveler"), almaty)
    alert = make_alert(almaty, template=make_template())
    deliver_once()
    late = make_user("late")
    make_subscription(late, almaty)

    page = client.get(f"/send/{alert.pk}/").content.decode()
    assert f"/send/{alert.pk}/mistake/" in page
    asked = client.get(f"/send/{alert.pk}/mistake/")
    assert values_of(asked)["text"] == "There is no flood in Almaty."
    client.post(f"/send/{alert.pk}/mistake/", values_of(asked))
    deliver_once()

    mail = mailbox.last(to="traveler@example.org")
    assert mail.subject == "Sent by mistake: Almaty, no flood"
    assert "There is no flood in Almaty." in mail.text
    assert mail["List-Unsubscribe-Post"]
    assert mailbox.count(to="follower@example.org") == 2
    assert mailbox.count(to=late) == 0
    assert Notice.objects.get(kind=NoticeKind.RETRACTION).lane == Lane.EMERGENCY
    assert AuditEvent.objects.filter(deed="retract_alert", actor_id=sender.pk).count() == 1
    assert "2 of the 2 people" in client.get(f"/send/{alert.pk}/").content.decode()


@pytest.mark.behavior("A13")
def test_what_waits_is_not_sent_and_only_those_reached_are_told(sender, kazakhstan, mailbox):
    people = [make_user(name) for name in ("sent", "waiting", "muted", "failed")]
    for person in people:
        make_subscription(person, kazakhstan)
    mailbox.refuse("RCPT", "450 4.2.1 busy", to=people[1])
    mailbox.refuse("RCPT", "550 5.1.1 unknown", to=people[3])
    alert = make_alert(kazakhstan)
    deliver_once()
    Subscription.objects.filter(user=people[2]).update(ended_at=timezone.now())
    mailbox.clear()
    Delivery.objects.filter(state=State.QUEUED).update(due_at=timezone.now())

    retract_alert(alert, by=sender, **WORDS)
    deliver_once()

    assert sorted(mail.recipients[0] for mail in mailbox.messages) == [
        "muted@example.org", "sent@example.org",
    ]  # fmt: skip
    assert Delivery.objects.get(user=people[1]).state == State.SKIPPED


def test_updates_end_with_the_alert_and_a_second_tap_changes_nothing(sender, kazakhstan, mailbox):
    make_subscription(make_user("follower"), kazakhstan)
    alert = make_alert(kazakhstan)
    deliver_once()
    update = publish_alert(start_update(alert, by=sender), by=sender)

    retract_alert(alert, by=sender, **WORDS)
    retract_alert(alert, by=sender, **WORDS)
    deliver_once()

    update.refresh_from_db()
    assert update.ended_at
    assert [mail.subject.partition(":")[0] for mail in mailbox.messages] == [
        "Warning", "Sent by mistake",
    ]  # fmt: skip
    assert AuditEvent.objects.filter(deed="retract_alert").count() == 1


@pytest.mark.behavior("A6")
def test_update_that_waits_when_its_alert_ends_is_not_sent_and_one_of_later_is(
    sender, kazakhstan, mailbox
):
    follower = make_user("follower")
    make_subscription(follower, kazakhstan)
    alert = make_alert(kazakhstan)
    deliver_once()
    publish_alert(start_update(alert, by=sender), by=sender)
    told()
    end_alert(alert, by=sender, because="It is over.")
    deliver_once()
    assert mailbox.count(to=follower) == 1

    publish_alert(start_update(alert, by=sender), by=sender)
    deliver_once()

    assert mailbox.count(to=follower) == 2


@pytest.mark.parametrize("deed", ["end", "retract"])
def test_update_set_for_later_is_a_draft_again_when_its_alert_ends(
    sender, kazakhstan, mailbox, deed
):
    make_subscription(make_user("follower"), kazakhstan)
    alert = make_alert(kazakhstan)
    deliver_once()
    later = timezone.now() + timedelta(hours=1)
    update = publish_alert(start_update(alert, by=sender), by=sender, at=later)

    if deed == "end":
        end_alert(alert, by=sender, because="It is over.")
    else:
        retract_alert(alert, by=sender, **WORDS)

    update.refresh_from_db()
    assert update.published_at is None
    if deed == "retract":
        with pytest.raises(RefusedError, match="called back since"):
            publish_alert(update, by=sender)
        assert publish_alert(start_update(alert, by=sender), by=sender).published_at


def test_alert_that_did_not_leave_is_stopped_instead(sender, kazakhstan):
    draft = make_alert(kazakhstan, sent=False, started_by=sender)

    with pytest.raises(RefusedError, match="Stop it instead"):
        retract_alert(draft, by=sender, **WORDS)


def test_whole_site_says_so_and_machines_read_it(client, sender, almaty):
    alert = make_alert(almaty)
    banner = "Sent by mistake: “Almaty: drugging and robbery in bars”."
    assert banner not in client.get("/").content.decode()

    retract_alert(alert, by=sender, **WORDS)
    client.logout()

    for path in ("/", "/countries/", "/reports/", "/about/", alert.get_absolute_url()):
        assert banner in client.get(path).content.decode(), path
    assert "called back on" in client.get(alert.get_absolute_url()).content.decode()
    cancel = client.get(f"{alert.get_absolute_url()}cancel.xml").content.decode()
    assert "<msgType>Cancel</msgType>" in cancel
    assert "There was no robbery." in cancel
    assert "There was no robbery." in client.get(reverse("everything_feed")).content.decode()


def test_other_senders_hear_of_it_and_read_nothing_restricted(sender, almaty):
    other = make_staff("other")
    make_assignment(other, Role.SENDER, post=almaty)

    retract_alert(make_alert(almaty, title="secret raid", tlp=Tlp.GREEN), by=sender, **WORDS)

    letter = Letter.objects.get()
    assert letter.address == other.email
    assert "a restricted alert" in letter.text
    assert "secret raid" not in letter.subject + letter.text


def test_banner_goes_after_a_day_and_never_tells_of_restricted_alerts(client, sender, almaty):
    restricted = make_alert(almaty, tlp=Tlp.GREEN)
    retract_alert(restricted, by=sender, **WORDS)
    assert not Alert.objects.lately_retracted().exists()

    public = make_alert(almaty)
    retract_alert(public, by=sender, **WORDS)
    assert Alert.next_change() <= timezone.now() + timedelta(days=1)
    Alert.objects.filter(pk=public.pk).update(retracted_at=timezone.now() - timedelta(hours=25))
    assert not Alert.objects.lately_retracted().exists()


def test_next_worker_waits_for_mail_under_way_before_it_closes_the_list(
    sender, kazakhstan, mailbox
):
    first, second = make_user("first"), make_user("second")
    for person in (first, second):
        make_subscription(person, kazakhstan)
    alert = make_alert(kazakhstan)
    told()
    lease = {"worker": "elsewhere:1:1:x", "lease_until": timezone.now() + timedelta(60)}
    Delivery.objects.filter(user=first).update(state=State.SENT)
    Delivery.objects.filter(user=second).update(state=State.SENDING, **lease)

    retract_alert(alert, by=sender, **WORDS)
    deliver_once()
    assert [mail.recipients for mail in mailbox.messages] == [[first.email]]

    Delivery.objects.filter(user=second, state=State.SENDING).update(state=State.SENT)
    deliver_once()
    assert mailbox.count(to=second) == 1
    assert Notice.objects.filter(fanned_out_at=None).count() == 0


@pytest.mark.behavior("A13", "B8")
def test_who_may_have_got_it_when_the_reply_was_lost_is_told_too(sender, kazakhstan, mailbox):
    follower = make_user("follower")
    make_subscription(follower, kazakhstan)
    alert = make_alert(kazakhstan)
    mailbox.lose_reply()
    hand_over()
    until = time.monotonic() + 5
    while not Delivery.objects.filter(in_doubt=True).exists() and time.monotonic() < until:
        hand_over()

    waits = Delivery.objects.get()
    retract_alert(alert, by=sender, **WORDS)
    deliver_once()

    assert waits.in_doubt
    assert mailbox.last(to=follower).subject.startswith("Sent by mistake")


@pytest.mark.behavior("A9", "A13")
def test_who_may_not_read_it_any_more_is_not_reminded_of_it(sender, almaty, mailbox):
    council = make_council(country=almaty.country)
    left, stays = (make_member(council, make_user(name)) for name in ("left", "stays"))
    alert = make_alert(almaty, tlp=Tlp.GREEN)
    deliver_once()
    left.left_at = left.joined_at
    left.save()
    mailbox.clear()

    retract_alert(alert, by=sender, **WORDS)
    deliver_once()

    assert [mail.recipients for mail in mailbox.messages] == [[stays.user.email]]


@pytest.mark.behavior("A3", "A13")
@pytest.mark.parametrize("deed", ["correction", "retraction"])
def test_who_got_it_for_another_reason_than_it_was_queued_for_is_told_too(
    sender, kazakhstan, mailbox, deed
):
    person = make_user("person")
    stop = make_stop(person, kazakhstan)
    make_subscription(person, kazakhstan)
    alert = make_alert(kazakhstan)
    told()
    cancel_trip(stop.trip, by=person)
    deliver_once()
    assert Delivery.objects.get().reason == "subscribed"

    if deed == "correction":
        publish_alert(start_update(alert, by=sender, correction=True), by=sender)
    else:
        retract_alert(alert, by=sender, **WORDS)
    deliver_once()

    assert mailbox.count(to=person) == 2


@pytest.mark.behavior("A13")
def test_who_gets_the_first_after_its_correction_gets_the_correction_then(
    sender, kazakhstan, mailbox, monkeypatch
):
    monkeypatch.setattr("alerts.audience.fanout.LOOK_LATER", 0)
    prompt, late = make_user("prompt"), make_user("late")
    for person in (prompt, late):
        make_subscription(person, kazakhstan)
    mailbox.refuse("RCPT", "450 4.2.1 busy", to=late)
    worker, alert = Worker(), make_alert(kazakhstan)
    go_on(worker, lambda: mailbox.count(to=prompt) == 1)
    update = publish_alert(start_update(alert, by=sender, correction=True), by=sender)
    go_on(worker, lambda: mailbox.count(to=prompt) == 2)
    assert mailbox.count(to=late) == 0

    mailbox.clear()
    Delivery.objects.filter(state=State.QUEUED).update(due_at=timezone.now())
    go_on(worker, lambda: update.notices.get().fanned_out_at and mailbox.count(to=late) == 2)
    worker.postman.close()

    subjects = [mail.subject for mail in mailbox.to(late)]
    assert [", update" in subject for subject in subjects] == [False, True]
    assert mailbox.count(to=prompt) == 0


@pytest.mark.behavior("A13")
@pytest.mark.parametrize("deed", ["correction", "retraction"])
def test_who_got_it_for_what_is_erased_since_is_told_too(sender, kazakhstan, mailbox, deed):
    stop = make_stop(make_user("traveler"), kazakhstan)
    row = make_subscription(make_user("follower"), kazakhstan)
    member = make_member(make_council(country=kazakhstan), make_user("member"))
    alert = make_alert(kazakhstan)
    deliver_once()
    mailbox.clear()
    for gone in (stop.trip, row, member, member.membership):
        gone.delete()

    if deed == "correction":
        publish_alert(start_update(alert, by=sender, correction=True), by=sender)
    else:
        retract_alert(alert, by=sender, **WORDS)
    deliver_once()

    assert sorted(mail.recipients[0].partition("@")[0] for mail in mailbox.messages) == [
        "follower", "member", "traveler",
    ]  # fmt: skip
    assert "you got the message that it is about" in mailbox.messages[0].text


@pytest.mark.django_db(transaction=True)
@pytest.mark.behavior("A13")
def test_in_mid_send_two_workers_stop_and_tell_exactly_those_reached(transactional_db, mailbox):
    country = make_country("Kazakhstan")
    person = make_staff("sender")
    make_assignment(person, Role.SENDER, country=country)
    people = User.objects.bulk_create(
        User(email=f"follower-{each}@example.org", email_confirmed_at=timezone.now())
        for each in range(150)
    )
    Subscription.objects.bulk_create(Subscription(user=user, country=country) for user in people)
    alert = make_alert(country)
    mailbox.slow_down(0.02)
    mailbox.lose_reply(times=2)
    mailbox.refuse("RCPT", "421 4.3.2 closing", times=2)
    workers = [Worker(), Worker()]
    threads = [threading.Thread(target=alone, args=[worker]) for worker in workers]
    for thread in threads:
        thread.start()
    mailbox.wait_for(20, timeout=30)

    retract_alert(alert, by=person, **WORDS)
    until = time.monotonic() + 30
    while not is_quiet() and time.monotonic() < until:
        time.sleep(0.1)
    for worker in workers:
        worker.stop()
    for thread in threads:
        thread.join()

    first = {mail.recipients[0] for mail in mailbox.messages if "mistake" not in mail.subject}
    back = [mail.recipients[0] for mail in mailbox.messages if "mistake" in mail.subject]
    assert 20 <= len(first) < 150
    assert sorted(back) == sorted(first)
    assert reached(NoticeKind.RETRACTION) == reached(NoticeKind.ALERT)


def is_quiet():
    waiting = Delivery.objects.filter(state__in=[State.QUEUED, State.SENDING])
    fanned = Notice.objects.filter(kind=NoticeKind.RETRACTION, fanned_out_at__isnull=False)
    return fanned.exists() and not waiting.exists()


def alone(worker):
    try:
        worker.run()
    finally:
        connections.close_all()

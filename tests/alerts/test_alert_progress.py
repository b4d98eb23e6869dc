"""The progress page tells the truth, and its buttons do what they say (B12, B18)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from alerts.actions import (
    cancel_rest,
    pause_alert,
    publish_alert,
    resend_failed,
    resume_alert,
)
from alerts.admin.numbers import progress_of
from alerts.admin.plot import plot_of
from alerts.admin.problems import meaning_of
from alerts.audience.fanout import fan_out_all
from alerts.engine.waiting import oldest_due
from alerts.models import Delivery, Notice, State
from alerts.notices import collect
from tests.factories import make_alert, make_stop, make_subscription, make_user
from tests.support.faults import fail_at_every_write
from web.errors import RefusedError

from .desk import page_of, words_of
from .told import deliver_once, hand_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def followers(kazakhstan):
    people = [make_user(f"follower-{number}") for number in range(4)]
    for person in people:
        make_subscription(person, kazakhstan)
    return people


@pytest.fixture
def sent(draft, sender, followers, mailbox):
    return publish_alert(draft, by=sender)


@pytest.fixture
def queued(sent):
    collect()
    fan_out_all()
    return sent


def states():
    return sorted(Delivery.objects.values_list("state", flat=True))


@pytest.mark.behavior("B12")
def test_pause_holds_this_alert_alone_and_resume_goes_on(
    client, queued, kazakhstan, mailbox, followers
):
    client.post(page_of(queued, "hold"))
    page = words_of(client.get(page_of(queued, "progress")))
    assert "The mail of this alert is paused since" in page
    make_alert(kazakhstan, title="another")
    deliver_once()
    assert {mail.subject for mail in mailbox.messages} == {"Warning: Kazakhstan, another"}
    assert mailbox.count() == 4

    client.post(page_of(queued, "release"))
    deliver_once()
    deliver_once()

    assert [mailbox.count(to=person) for person in followers] == [2, 2, 2, 2]
    deeds = AuditEvent.objects.filter(object_id=queued.pk).values_list("deed", flat=True)
    assert {"pause_alert", "resume_alert"} <= set(deeds)


@pytest.mark.behavior("B12")
def test_cancel_names_how_many_are_left_and_sends_no_more(client, queued, mailbox, sender):
    Delivery.objects.filter(pk=Delivery.objects.first().pk).update(
        state=State.SENT, settled_at=timezone.now()
    )
    held = Delivery.objects.filter(state=State.QUEUED).first()
    Delivery.objects.filter(pk=held.pk).update(attempts=1)
    assert "Cancel the 3 waiting …" in words_of(client.get(page_of(queued, "progress")))
    assert "3 people still wait for this mail." in words_of(client.get(page_of(queued, "cancel")))
    assert states().count(State.QUEUED) == 3

    answer = client.post(page_of(queued, "cancel"), follow=True)
    deliver_once()

    assert "3 people who still waited are not told." in words_of(answer)
    assert "Not sent to 3: The rest was cancelled" in words_of(answer)
    assert mailbox.count() == 0
    assert states() == [State.SENT, *[State.SKIPPED] * 3]
    assert AuditEvent.objects.filter(deed="cancel_rest", actor_id=sender.pk).count() == 1
    assert queued.is_in_force  # it stays on the site
    again = client.post(page_of(queued, "cancel"), follow=True)
    assert "no mail of this alert to cancel" in words_of(again)


def test_cancel_before_and_during_fan_out_reaches_nobody_later(sent, sender, mailbox):
    collect()
    assert cancel_rest(sent, by=sender) == 0
    fan_out_all()
    late = Notice.objects.get()
    assert late.deliveries.count() == 0

    Delivery.objects.create(notice=late, user=sender, lane=2, rank=3, reason="subscribed")
    deliver_once()

    assert mailbox.count() == 0
    assert Delivery.objects.get().reply == "Not sent: the rest was cancelled."


@pytest.mark.behavior("B18")
def test_failed_ones_alone_are_tried_again(client, sent, followers, mailbox):
    mailbox.refuse("RCPT", "550 5.2.1 mailbox closed for now", to=followers[0], times=1)
    deliver_once()
    assert states() == [State.FAILED, *[State.SENT] * 3]
    key = Delivery.objects.get(state=State.FAILED).pk
    assert "Try the 1 failed again" in words_of(client.get(page_of(sent, "progress")))
    mailbox.messages.clear()

    answer = client.post(page_of(sent, "resend"), follow=True)
    deliver_once()

    assert "1 mail that failed is tried again." in words_of(answer)
    assert [mail.recipients for mail in mailbox.messages] == [[followers[0].email]]
    assert f".{key}@" in mailbox.messages[0]["Message-ID"]
    assert states() == [State.SENT] * 4
    assert "None failed." in words_of(client.post(page_of(sent, "resend"), follow=True))


def test_failed_ones_are_not_tried_when_it_is_no_longer_news(queued, sender):
    Delivery.objects.update(state=State.FAILED)
    Notice.objects.update(expires_at=timezone.now())

    with pytest.raises(RefusedError, match="not news"):
        resend_failed(queued, by=sender)


def test_numbers_equal_the_rows_at_every_moment(client, queued, followers, mailbox, monkeypatch):
    """Batches of one, a pause, a refusal and a mute on the way."""
    monkeypatch.setattr("alerts.engine.delivery.BATCH", 1)
    mailbox.refuse("RCPT", "450 4.2.1 later", to=followers[1], times=1)
    mailbox.refuse("RCPT", "550 5.1.1 unknown", to=followers[2])
    followers[3].subscriptions.update(ended_at=timezone.now())
    seen = set()
    for _round in range(6):
        hand_over()
        rows = states()
        page = words_of(client.get(page_of(queued, "progress")))
        tried = Delivery.objects.filter(state=State.QUEUED, attempts__gt=0).count()
        for name, number in [
            ("Handed over", rows.count(State.SENT)),
            ("Waiting", rows.count(State.QUEUED) - tried),
            ("Will retry", tried),
            ("Failed", rows.count(State.FAILED)),
            ("Not sent", rows.count(State.SKIPPED)),
        ]:
            assert f"<dt>{name}</dt><dd>{number}</dd>" in page
        assert f"of {len(rows)} handed to the mail server" in page
        seen.add((*rows, tried))
    assert len(seen) == 4
    assert progress_of(queued).retrying == 1


def test_skipped_are_told_by_reason(client, sent, followers, mailbox):
    followers[0].subscriptions.update(ended_at=timezone.now())
    collect()
    fan_out_all()
    followers[1].subscriptions.update(ended_at=timezone.now())
    deliver_once()

    page = words_of(client.get(page_of(sent, "progress")))

    assert "Not sent to 1: No longer wanted or allowed" in page
    assert "of 3 handed to the mail server" in page


def test_page_shows_rate_end_plot_table_log_and_works_without_a_script(client, queued):
    moment = timezone.now() - timedelta(seconds=30)
    for number, row in enumerate(Delivery.objects.all()[:3]):
        Delivery.objects.filter(pk=row.pk).update(
            state=State.SENT, settled_at=moment + timedelta(seconds=10 * number)
        )

    page = words_of(client.get(page_of(queued, "progress")))

    assert "0.1 a second" in page
    assert "<dt>Should end</dt>" in page
    assert '<svg class="plot"' in page
    assert "style=" not in page
    assert f'<a href="{page_of(queued, "progress")}">Refresh</a>' in page
    assert "js/progress" in page
    assert "Publish alert, sender" in page
    plot = plot_of(queued)
    assert [plot.rows[0][1], plot.rows[-1][1]] == [1, 3]
    numbers = [number for _moment, number in plot.rows]
    assert numbers == sorted(numbers)


def test_no_plot_before_two_mails_went_out(queued):
    assert plot_of(queued) is None


def test_proof_stays_without_the_person_and_what_waited_goes(client, queued, followers, mailbox):
    sent, failed, waiting, _other = Delivery.objects.order_by("user__email")
    Delivery.objects.filter(pk=sent.pk).update(
        state=State.SENT, settled_at=timezone.now(), reply="250 kept"
    )
    Delivery.objects.filter(pk=failed.pk).update(state=State.FAILED, reply="550 5.1.1 <address>")
    for row in (sent, failed, waiting):
        row.user.delete()

    assert progress_of(queued).total == 3
    sent.refresh_from_db()
    assert (sent.user, sent.state, sent.reply) == (None, State.SENT, "250 kept")
    assert not Delivery.objects.filter(pk=waiting.pk).exists()
    page = words_of(client.get(page_of(queued, "progress")))
    assert "Erased" in page or "erased" in page
    assert "follower-0" not in page
    assert "follower-1" not in page


def test_erased_people_get_no_update(queued, sender, followers, mailbox):
    from alerts.actions import start_update

    Delivery.objects.update(state=State.SENT)
    followers[0].delete()
    publish_alert(start_update(queued, by=sender), by=sender)

    deliver_once()

    assert mailbox.count() == 3


def test_other_countries_sender_sees_none_of_it(client, queued, uzbekistan):
    from advisories.models import Role
    from tests.factories import make_assignment, make_staff

    stranger = make_staff("stranger")
    make_assignment(stranger, Role.SENDER, country=uzbekistan)
    client.force_login(stranger)
    for page in ("progress", "hold", "release", "cancel", "resend", "review", "test", "unschedule"):
        assert client.post(page_of(queued, page)).status_code == 404, page
    assert states() == [State.QUEUED] * 4


@pytest.mark.behavior("B12")
def test_batch_in_hand_still_goes_out_and_no_more(queued, sender, mailbox, monkeypatch):
    monkeypatch.setattr("alerts.engine.delivery.BATCH", 2)
    hand_over()
    pause_alert(queued, by=sender)
    hand_over()
    assert mailbox.count() == 2


def test_those_there_now_come_first_in_the_forecast(client, draft, kazakhstan, followers):
    make_stop(make_user("traveler"), kazakhstan)

    page = words_of(client.get(page_of(draft, "audience")))

    assert "There now: all handed over by" in page
    assert "Follower: all handed over by" in page
    assert "the last one leaves at about" in page


def test_held_mail_is_no_alarm(queued, sender):
    assert oldest_due() is not None
    pause_alert(queued, by=sender)
    assert oldest_due() is None


@pytest.mark.behavior("A15")
def test_audience_far_above_the_usual_is_pointed_out(client, draft, sender, kazakhstan, followers):
    for _earlier in range(2):
        small = publish_alert(make_alert(kazakhstan, sent=False), by=sender)
        notice = Notice.objects.create(
            kind="alert",
            alert=small,
            lane=2,
            expires_at=timezone.now(),
            fanned_out_at=timezone.now(),
        )
        Delivery.objects.create(notice=notice, user=sender, lane=2, rank=3, reason="subscribed")

    assert "reached about 1." in words_of(client.get(page_of(draft, "audience")))


def test_p9_half_done_deeds_on_the_queue_leave_nothing(queued, sender):
    Delivery.objects.filter(pk=Delivery.objects.first().pk).update(state=State.FAILED)

    def state():
        rows = Delivery.objects.order_by("pk").values_list("state", "reply", "due_at")
        notices = Notice.objects.values_list("paused_at", "cancelled_at")
        return list(rows), list(notices), AuditEvent.objects.count()

    for deed in (pause_alert, resume_alert, resend_failed, cancel_rest):
        assert fail_at_every_write(lambda deed=deed: deed(queued, by=sender), state) >= 2


@pytest.mark.once
@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("550 5.1.1 <address> unknown", "No such mailbox"),
        ("452 4.2.2 over quota", "Mailbox full"),
        ("452 try later", "Mailbox full"),
        ("550 5.7.1 blocked", "Refused by their rules"),
        ("421 4.7.0 too many", "Refused by their rules"),
        ("421 busy", "The mail server was busy"),
        ("450 later", "Asked to come again later"),
        ("connection lost", ""),
    ],
)
def test_replies_are_told_in_plain_words(reply, words):
    assert meaning_of(reply) == words

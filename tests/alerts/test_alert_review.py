"""Where a second person is asked for, nobody sends alone, and a change voids the approval."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from alerts.actions import (
    approve_alert,
    ask_alert_changes,
    ask_approval,
    publish_alert,
    send_test,
    unschedule_alert,
)
from alerts.models import Alert, AlertPlace, AlertReview, Letter
from alerts.models.reviews import review_of
from tests.factories import make_alert, make_staff, make_superuser
from tests.support.faults import fail_at_every_write
from web.errors import RefusedError, StaleError
from web.models import SiteSettings

from .desk import page_of, send, words_of
from .told import deliver_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def second_person(kazakhstan):
    kazakhstan.second_person = True
    kazakhstan.save()


def approved(draft, sender, colleague):
    ask_approval(draft, by=sender)
    approve_alert(draft, by=colleague, seen=draft.version)
    return draft


@pytest.mark.behavior("I6")
def test_another_sender_approves_and_then_it_is_sent(client, draft, sender, colleague, mailbox):
    page = words_of(client.get(page_of(draft, "audience")))
    assert "To the approval" in page
    assert "<li>Approve</li>" in page
    assert "has to approve this alert" in words_of(send(client, draft, 0))
    client.post(page_of(draft, "review"), {"ask": "1"})
    page = words_of(client.get(page_of(draft, "review")))
    assert "sender asked for approval." in page
    assert "Approve this alert" not in page

    client.force_login(colleague)
    page = words_of(client.get(page_of(draft, "review")))
    assert "Approve this alert" in page
    assert "Foreigners were drugged" in page
    client.post(page_of(draft, "review"), {"approve": "1", "seen": draft.version})
    assert "Approved by colleague." in words_of(client.get(page_of(draft, "review")))

    client.force_login(sender)
    page = words_of(client.get(page_of(draft, "audience")))
    assert '<li class="past">Approve</li>' in page
    assert send(client, draft, 0).status_code == 302
    deliver_once()
    assert Alert.objects.sent().get() == draft
    deeds = AuditEvent.objects.filter(object_id=draft.pk, object_type="alerts.alert")
    assert set(deeds.values_list("deed", flat=True)) == {
        "ask_approval", "approve_alert", "publish_alert",
    }  # fmt: skip


@pytest.mark.behavior("I6")
def test_writer_cannot_approve(draft, sender, colleague):
    ask_approval(draft, by=colleague)
    with pytest.raises(RefusedError, match="did not write"):
        approve_alert(draft, by=sender, seen=draft.version)
    AuditEvent.objects.create(
        actor_id=colleague.pk, deed="change_alert", object_type="alerts.alert", object_id=draft.pk
    )
    with pytest.raises(RefusedError, match="did not write"):
        approve_alert(draft, by=colleague, seen=draft.version)


def test_stranger_and_asker_cannot_approve(draft, sender, colleague):
    ask_approval(draft, by=colleague)
    for person in (make_staff("stranger"), colleague):
        with pytest.raises(RefusedError):
            approve_alert(draft, by=person, seen=draft.version)
    assert not review_of(draft)[1]


@pytest.mark.parametrize("change", ["words", "place"])
def test_change_after_the_approval_voids_it(client, draft, sender, colleague, almaty, change):
    approved(draft, sender, colleague)
    if change == "words":
        draft.title = "something else"
        draft.save()
    else:
        AlertPlace.objects.create(alert=draft, post=almaty)

    with pytest.raises(RefusedError, match="second person"):
        publish_alert(draft, by=sender)

    page = words_of(client.get(page_of(draft, "review")))
    assert "It was changed after it was approved." in page
    assert "changed since it was approved" in words_of(client.get(page_of(draft, "change")))
    assert "Ask for approval" in page


def test_text_that_changed_while_it_was_read_is_not_approved(draft, sender, colleague):
    ask_approval(draft, by=sender)
    seen = draft.version
    draft.save()

    with pytest.raises(StaleError):
        approve_alert(draft, by=colleague, seen=seen)


def test_changes_are_asked_for_with_a_note(client, draft, sender, colleague):
    ask_approval(draft, by=sender)
    client.force_login(colleague)
    page = client.post(page_of(draft, "review"), {"changes": "1", "note": ""})
    assert "Say what is to be changed." in page.content.decode()

    client.post(page_of(draft, "review"), {"changes": "1", "note": "Name the square."})

    client.force_login(sender)
    assert "Name the square." in words_of(client.get(page_of(draft, "change")))
    assert "colleague asks for changes:" in words_of(client.get(page_of(draft, "review")))
    with pytest.raises(RefusedError):
        publish_alert(draft, by=sender)
    ask_approval(draft, by=sender)  # and again


def test_asked_twice_is_asked_once(draft, sender, colleague):
    ask_approval(draft, by=sender)
    with pytest.raises(RefusedError, match="already"):
        ask_approval(draft, by=colleague)
    assert draft.reviews.count() == 1


def test_whole_site_may_ask_for_it(draft, sender, kazakhstan):
    kazakhstan.second_person = False
    kazakhstan.save()
    site = SiteSettings.load()
    site.second_person = True
    site.save()

    with pytest.raises(RefusedError, match="second person"):
        publish_alert(draft, by=sender)
    assert publish_alert(draft, by=sender, alone=True).published_at  # the emergency path's way


def test_list_names_what_waits(client, draft, sender, kazakhstan):
    make_alert(kazakhstan, sent=False, title="unread words")
    ask_approval(draft, by=sender)

    page = words_of(client.get("/admin/alerts/alert/?state=review"))

    assert draft.title in page
    assert "unread words" not in page


def test_hostile_answers_are_refused(client, draft, sender, colleague):
    ask_approval(draft, by=sender)
    client.force_login(colleague)
    for seen in ("", "9" * 30, "-1", "x", "²"):
        client.post(page_of(draft, "review"), {"approve": "1", "seen": seen})
    assert not review_of(draft)[1]


def test_desk_shows_what_waits_for_this_person_and_what_is_scheduled(
    client, draft, sender, colleague, kazakhstan
):
    ask_approval(draft, by=sender)
    timed = make_alert(kazakhstan, sent=False, title="festival")
    publish_alert(timed, by=sender, at=timezone.now() + timedelta(hours=3), alone=True)

    mine = words_of(client.get("/admin/"))
    client.force_login(colleague)
    theirs = words_of(client.get("/admin/"))

    ask_alert_changes(draft, by=colleague, note="Name the square.")
    ask_approval(draft, by=make_superuser())
    client.force_login(colleague)
    assert "1 to approve" in words_of(client.get("/admin/"))

    assert "No alert waits for a second person." in mine
    assert f'href="{page_of(draft, "review")}"' in theirs
    assert "1 to approve" in theirs
    assert "1 to approve" not in mine
    for page in (mine, theirs):
        assert f'href="{page_of(timed, "progress")}"' in page


def test_others_are_asked_by_mail_and_the_asker_hears_the_answer(draft, sender, colleague, mailbox):
    ask_approval(draft, by=sender)
    deliver_once()
    asked = mailbox.last(colleague)
    approve_alert(draft, by=colleague, seen=draft.version)
    deliver_once()
    answered = mailbox.last(sender)

    assert mailbox.count() == 2
    assert asked.subject.startswith("Please approve: Kazakhstan: drugging")
    assert answered.subject.startswith("Approved: Kazakhstan: drugging")
    for mail in (asked, answered):
        assert page_of(draft, "review") in mail.text


def test_p9_half_done_approval_schedule_and_test_leave_nothing(draft, sender, colleague):
    def state():
        reviews = AlertReview.objects.values_list("decided_at", "approved")
        alerts = Alert.objects.values_list("published_at", "scheduled_at", "version")
        return list(reviews), list(alerts), Letter.objects.count(), AuditEvent.objects.count()

    later = timezone.now() + timedelta(hours=3)
    deeds = [
        lambda: ask_approval(draft, by=sender),
        lambda: approve_alert(draft, by=colleague, seen=draft.version),
        lambda: send_test(draft, by=sender),
        lambda: publish_alert(draft, by=sender, at=later),
        lambda: unschedule_alert(draft, by=sender),
    ]
    for deed in deeds:
        assert fail_at_every_write(deed, state) >= 2

"""An alert set for a time appears and is told by itself, once, or not at all if taken back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from advisories.models import Tlp
from alerts.actions import (
    end_alert,
    publish_alert,
    start_update,
    take_back_forbidden,
    unschedule_alert,
)
from alerts.kinds import BY_NAME
from alerts.models import Alert, AlertPlace, Delivery, Notice, NoticeKind
from alerts.notices import tell
from tests.factories import make_subscription, make_superuser, make_user
from web.errors import FrozenError, RefusedError

from .desk import page_of, send, words_of
from .told import deliver_once

pytestmark = pytest.mark.django_db
SOON = timedelta(hours=2)


@pytest.fixture
def follower(kazakhstan):
    person = make_user("follower")
    make_subscription(person, kazakhstan)
    return person


def typed_time(alert, moment):
    return moment.astimezone(ZoneInfo(alert.zone_name)).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def scheduled(draft, sender):
    return publish_alert(draft, by=sender, at=timezone.now() + SOON)


@pytest.mark.behavior("A10", "I4")
@pytest.mark.parametrize("way", ["button", "schedule"])
def test_by_button_and_by_schedule_each_hears_exactly_once(
    client, draft, follower, mailbox, time_machine, way
):
    at = timezone.now() + SOON
    values = {"schedule": "1", "at": typed_time(draft, at)} if way == "schedule" else {"now": "1"}

    assert send(client, draft, 1, **values)["Location"] == page_of(draft, "progress")
    deliver_once()
    draft.refresh_from_db()
    if way == "schedule":
        assert (mailbox.count(), Notice.objects.count()) == (0, 0)
        assert not Alert.objects.sent().exists()
        client.logout()
        assert client.get(draft.get_absolute_url()).status_code == 404
        time_machine.move_to(at + timedelta(seconds=1))
        assert client.get(draft.get_absolute_url()).status_code == 200  # no job needed
    deliver_once()
    deliver_once()

    assert mailbox.count(to=follower) == mailbox.count() == 1
    assert Delivery.objects.count() == 1
    deed = "schedule_alert" if way == "schedule" else "publish_alert"
    assert AuditEvent.objects.filter(deed=deed, object_id=draft.pk).count() == 1


def test_time_is_that_of_the_place(client, draft, kazakhstan):
    kazakhstan.time_zone = "Asia/Almaty"
    kazakhstan.save()
    day = timezone.localdate() + timedelta(days=2)

    send(client, draft, 0, schedule="1", at=f"{day}T09:30")

    draft.refresh_from_db()
    there = datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZoneInfo("Asia/Almaty"))
    assert draft.published_at == there
    page = words_of(client.get(page_of(draft, "progress")))
    assert "09:30 in Kazakhstan (UTC+5)" in page
    assert "Take back to draft" in page


@pytest.mark.once
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"schedule": "1"}, "Choose when it is to be sent."),
        ({"schedule": "1", "at": "2020-01-01T10:00"}, "Choose a time to come."),
        ({"schedule": "1", "at": "0001-01-01T00:00"}, "Choose a time to come."),
        ({"schedule": "1", "at": "2999-01-01T10:00"}, "within a year"),
        ({"schedule": "1", "at": "9999-12-31T23:59"}, "within a year"),
        ({"schedule": "1", "at": "soon"}, "Enter a valid date"),
        ({"now": "1", "at": "2999-01-01T10:00"}, "clear the time to send now"),
    ],
)
def test_time_that_cannot_be_meant_sends_nothing(client, draft, values, words):
    page = send(client, draft, 0, **values).content.decode()

    assert words in page
    assert "Error:" in page
    draft.refresh_from_db()
    assert draft.published_at is None


def test_last_day_before_its_time_is_refused(draft, sender):
    draft.ends_on = timezone.localdate() + timedelta(days=1)
    draft.save()

    with pytest.raises(RefusedError, match="is over"):
        publish_alert(draft, by=sender, at=timezone.now() + timedelta(days=4))


def test_scheduled_alert_is_frozen_and_can_only_be_taken_back(client, scheduled, sender):
    scheduled.title = "something else"
    place = scheduled.places.get()
    for deed in (
        scheduled.save,
        scheduled.delete,
        place.save,
        place.delete,
        lambda: scheduled.places.all().delete(),
        lambda: scheduled.places.update(area=None),
        lambda: AlertPlace.objects.bulk_create([AlertPlace(alert=scheduled, post=place.post)]),
        lambda: Alert.objects.update(title="something else"),
        lambda: Alert.objects.filter(pk=scheduled.pk).delete(),
    ):
        with pytest.raises(FrozenError):
            deed()
    with pytest.raises(RefusedError):
        start_update(scheduled, by=sender)
    with pytest.raises(RefusedError):
        end_alert(scheduled, by=sender, because="Over.")
    for page in ("update", "end", "cancel", "hold", "pause", "resend"):
        assert client.get(page_of(scheduled, page)).status_code == 404, page

    assert client.get(page_of(scheduled, "unschedule"))["Location"] == page_of(scheduled, "change")
    assert Alert.objects.scheduled().exists()  # an address alone changes nothing
    client.post(page_of(scheduled, "unschedule"))

    scheduled.refresh_from_db()
    assert (scheduled.published_at, scheduled.scheduled_at) == (None, None)
    assert AuditEvent.objects.filter(deed="unschedule_alert", actor_id=sender.pk).count() == 1
    client.post(page_of(scheduled, "unschedule"))
    assert AuditEvent.objects.filter(deed="unschedule_alert").count() == 1


def test_alert_that_came_out_cannot_be_unscheduled(scheduled, sender, time_machine):
    time_machine.move_to(timezone.now() + SOON + timedelta(seconds=1))

    with pytest.raises(RefusedError):
        unschedule_alert(scheduled, by=sender)


def test_alert_that_a_worker_has_begun_to_tell_cannot_be_unscheduled(scheduled, sender):
    seen = Alert.objects.get(pk=scheduled.pk)
    Alert.objects.filter(pk=scheduled.pk).update(published_at=timezone.now())
    assert tell(BY_NAME[NoticeKind.ALERT], seen) == 1  # by a worker whose clock is ahead
    Alert.objects.filter(pk=scheduled.pk).update(published_at=timezone.now() + SOON)

    with pytest.raises(RefusedError):
        unschedule_alert(scheduled, by=sender)


@pytest.mark.parametrize("way", ["assignment", "person"])
def test_who_may_send_no_more_has_nothing_scheduled_and_the_others_are_told(
    client, scheduled, sender, colleague, follower, mailbox, time_machine, way
):
    client.force_login(make_superuser())
    if way == "assignment":
        assignment = sender.assignments.get()
        client.post(f"/admin/advisories/assignment/{assignment.pk}/end/")
    else:
        data = {"name": sender.name, "email": sender.email, "language": "en", "time_zone": "UTC"}
        page = client.post(f"/admin/accounts/user/{sender.pk}/change/", data)
        assert page.status_code == 302, page.context["errors"]

    scheduled.refresh_from_db()
    assert scheduled.published_at is None
    time_machine.move_to(timezone.now() + SOON + timedelta(seconds=1))
    deliver_once()
    assert [mail.recipients for mail in mailbox.messages] == [[colleague.email]]
    mail = mailbox.last(colleague)
    assert mail.subject.startswith("Not scheduled any more: Kazakhstan")
    assert page_of(scheduled, "change") in mail.text


def test_permission_is_looked_at_again_when_its_time_has_come(
    scheduled, sender, colleague, follower, mailbox, time_machine
):
    sender.assignments.update(ended_at=timezone.now())  # past every page
    time_machine.move_to(timezone.now() + SOON + timedelta(seconds=1))

    deliver_once()
    deliver_once()

    scheduled.refresh_from_db()
    assert scheduled.published_at is None
    assert mailbox.count(to=follower) == 0
    assert mailbox.count(to=colleague) == mailbox.count() == 1


def test_what_may_still_be_sent_is_left_alone(scheduled, draft):
    assert take_back_forbidden() == 0
    assert Alert.objects.scheduled().count() == 1


def test_restricted_alert_is_not_named_in_the_letter(
    scheduled, sender, colleague, mailbox, time_machine
):
    Alert.objects.filter(pk=scheduled.pk).update(published_at=None)
    Alert.objects.filter(pk=scheduled.pk).update(tlp=Tlp.GREEN, title="quiet words")
    scheduled.refresh_from_db()
    publish_alert(scheduled, by=sender, at=timezone.now() + SOON)
    sender.is_active = False
    sender.save()

    deliver_once()

    assert "quiet words" not in mailbox.last(colleague).raw.decode()


def test_save_of_an_alert_that_was_scheduled_meanwhile_keeps_what_was_typed(client, scheduled):
    answer = client.post(page_of(scheduled, "change"), {"title": "typed words"})

    page = words_of(answer)
    assert answer.status_code == 409
    assert "Take it back to a draft" in page
    assert "typed words" in page
    assert page_of(scheduled, "update") not in page

"""Deeds on alerts, on mail and on what people chose to get."""

import uuid
from datetime import timedelta
from unittest.mock import call

from django.utils import timezone

from alerts import pausing
from alerts.actions import (
    asking,
    desk,
    emergency,
    mailboxes,
    queue,
    reviewing,
    webhooks,
)
from alerts.feedback.suppressing import suppress
from alerts.models import (
    Alert,
    Delivery,
    Grade,
    SharedMailbox,
    State,
    SubscriptionRequest,
    WebhookEndpoint,
)
from tests.alerts.told import told
from tests.factories import (
    make_alert,
    make_country,
    make_member,
    make_subscription,
    make_superuser,
    make_template,
    make_user,
)

from .desk import doer


def draft():
    return make_alert(make_country(), sent=False)


def scheduled(by=None):
    at = timezone.now() + timedelta(hours=1)
    return desk.publish_alert(draft(), by=by or doer(), at=at, alone=True)


def scheduled_by_one_who_lost_it():
    """They held the role when they set the time."""
    person = make_superuser("sender")
    scheduled(by=person)
    person.is_superuser = False
    person.save()
    return person


def due_without_a_sender():
    scheduled_by_one_who_lost_it()
    Alert.objects.update(published_at=timezone.now())
    return Alert.objects.get()


def queued():
    country = make_country()
    make_subscription(make_user("follower"), country)
    alert = make_alert(country)
    told()
    return alert


def held():
    alert = queued()
    queue.pause_alert(alert, by=doer())
    return alert


def failed():
    alert = queued()
    Delivery.objects.update(state=State.FAILED)
    return alert


def at_once():
    words = {"title": "Shots", "what_to_do": "Stay inside.", "grade": Grade.EMERGENCY}
    return call(make_country(), by=doer(), form_id=uuid.uuid4(), counted=0, **words)


def leaving():
    planned = at_once()
    return emergency.send_at_once(*planned.args, **planned.kwargs)


def in_review():
    alert = draft()
    reviewing.ask_approval(alert, by=make_superuser("first"))
    return alert


def asked():
    asking.ask_to_follow("new@example.org", make_country())
    return SubscriptionRequest.objects.get()


def entered():
    member = make_member()
    choice = {"countries": [make_country()], "answered_by": member}
    return call(member.membership, "desk@example.org", by=doer(), **choice)


def mailbox():
    planned = entered()
    return mailboxes.add_mailbox(*planned.args, **planned.kwargs)


def confirmed_mailbox():
    row = mailbox()
    mailboxes.confirm_mailbox(row)
    return SharedMailbox.objects.get(pk=row.pk)


def endpoint(**fields):
    return WebhookEndpoint(name="Desk", url="https://example.org/hook", everything=True, **fields)


def kept_endpoint():
    row = endpoint()
    webhooks.save_webhook(row, by=doer())
    return row


def sent_once():
    queued()
    return Delivery.objects.get()


def suppressed():
    person = make_user("reader")
    suppress(person, "bounced")
    return person


def paused():
    pausing.pause_sending(by=doer())


DEEDS = {
    "alerts.asking.confirm_request": lambda: call(asked()),
    "alerts.asking.lift_suppression": lambda: call(suppressed()),
    "alerts.choices.stop_everything": lambda: call(doer(), emergencies=True),
    "alerts.copies.send_copy": lambda: call(sent_once(), by=make_user("follower")),
    "alerts.desk.publish_alert": lambda: call(draft(), by=doer(), alone=True),
    "alerts.desk.start_update": lambda: call(queued(), by=doer()),
    "alerts.desk.end_alert": lambda: call(queued(), by=doer(), because="It is over."),
    "alerts.emergency.send_at_once": at_once,
    "alerts.emergency.stop_alert": lambda: call(leaving(), by=doer()),
    "alerts.emergency.retract_alert": lambda: call(
        queued(), by=doer(), title="no flood", text="There is none."
    ),
    "alerts.mailboxes.add_mailbox": entered,
    "alerts.mailboxes.confirm_mailbox": lambda: call(mailbox()),
    "alerts.mailboxes.end_mailbox": lambda: call(confirmed_mailbox(), by=doer()),
    "alerts.queue.pause_alert": lambda: call(queued(), by=doer()),
    "alerts.queue.resume_alert": lambda: call(held(), by=doer()),
    "alerts.queue.cancel_rest": lambda: call(queued(), by=doer()),
    "alerts.queue.resend_failed": lambda: call(failed(), by=doer()),
    "alerts.reviewing.ask_approval": lambda: call(draft(), by=doer()),
    "alerts.reviewing.approve_alert": lambda: call(in_review(), by=doer(), seen=1),
    "alerts.reviewing.ask_alert_changes": lambda: call(in_review(), by=doer(), note="Where?"),
    "alerts.scheduling.unschedule_alert": lambda: call(scheduled(), by=doer()),
    "alerts.scheduling.unschedule_alerts_of": lambda: call(
        scheduled_by_one_who_lost_it(), by=doer()
    ),
    "alerts.scheduling.take_back": lambda: call(due_without_a_sender()),
    "alerts.starting.start_alert": lambda: call(
        make_template(), make_country(), by=doer(), form_id=uuid.uuid4()
    ),
    "alerts.testing.send_test": lambda: call(draft(), by=doer()),
    "alerts.webhooks.save_webhook": lambda: call(endpoint(), by=doer()),
    "alerts.webhooks.renew_secret": lambda: call(kept_endpoint(), by=doer()),
    "alerts.webhooks.switch_on": lambda: call(kept_endpoint(), by=doer()),
    "alerts.webhooks.switch_off": lambda: call(kept_endpoint(), by=doer()),
    "alerts.webhooks.delete_webhook": lambda: call(kept_endpoint(), by=doer()),
    "alerts.pausing.pause_sending": lambda: call(by=doer()),
    "alerts.pausing.resume_sending": lambda: paused() or call(by=doer()),
}

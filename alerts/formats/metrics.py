"""Numbers about mail in the text format of Prometheus, made from a few counts."""

from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from alerts import alarms
from alerts.engine.waiting import waited
from alerts.models import Bounce, Delivery, Lane, Letter, State, Suppression, WebhookDelivery

DAY = timedelta(days=1)
HELP = {
    "portal_mail_oldest_due_seconds": "How long the mail that waits longest is due.",
    "portal_mail_waiting": "Mails queued or being handed over, by lane.",
    "portal_mail_day": "Mails of notices made within a day, by state.",
    "portal_bounces_day": "Refusals and complaints within a day, by kind.",
    "portal_suppressed_addresses": "Addresses that get no list mail.",
    "portal_webhooks_waiting": "Webhook events that wait for a try.",
    "portal_alarm": "1 while this alarm holds.",
}
UNSETTLED = [State.QUEUED, State.SENDING]


def text():
    lines = []
    for name, words in HELP.items():
        lines += [f"# HELP {name} {words}", f"# TYPE {name} gauge"]
        lines += [f"{name}{labels} {value}" for labels, value in SAMPLES[name]()]
    return "\n".join(lines) + "\n"


def labeled(name, counts):
    return [(f'{{{name}="{value}"}}', number) for value, number in counts]


def counts(rows, field):
    return rows.order_by().values_list(field).annotate(number=Count("pk")).order_by(field)


def waiting():
    by_lane = dict.fromkeys(Lane, 0)
    by_lane |= dict(counts(Delivery.objects.filter(state__in=UNSETTLED), "lane"))
    by_lane[Lane.ACCOUNT] += Letter.objects.filter(state__in=UNSETTLED).count()
    return labeled("lane", [(Lane(lane).name.lower(), n) for lane, n in by_lane.items()])


def of_the_day():
    rows = Delivery.objects.filter(notice__made_at__gte=timezone.now() - DAY)
    return labeled("state", counts(rows, "state"))


def bounces():
    return labeled("kind", counts(Bounce.objects.filter(at__gte=timezone.now() - DAY), "kind"))


SAMPLES = {
    "portal_mail_oldest_due_seconds": lambda: [("", round(waited().total_seconds()))],
    "portal_mail_waiting": waiting,
    "portal_mail_day": of_the_day,
    "portal_bounces_day": bounces,
    "portal_suppressed_addresses": lambda: [("", Suppression.objects.active().count())],
    "portal_webhooks_waiting": lambda: [
        ("", WebhookDelivery.objects.filter(state=State.QUEUED).count())
    ],
    "portal_alarm": lambda: labeled("name", [(alarm.name, 1) for alarm in alarms.standing()]),
}

"""Who is told, by the same steps as in real life."""

from django.core.management import call_command

from alerts.audience.fanout import fan_out_all
from alerts.models import Delivery
from alerts.notices import collect
from alerts.worker import Worker


def told():
    """{email: reason} after collecting and fanning out."""
    collect()
    fan_out_all()
    rows = Delivery.objects.select_related("user").order_by("pk")
    return {row.user.email: row.reason for row in rows}


def names(people):
    return sorted(email.partition("@")[0] for email in people)


def deliver_once():
    call_command("deliver", "--once")


def hand_over():
    """One round of the worker: collect, fan out, one batch."""
    Worker().step()

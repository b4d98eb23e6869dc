"""Who is told, by the same steps as in real life."""

from alerts.fanout import fan_out_all
from alerts.models import Delivery
from alerts.notices import collect


def told():
    """{email: reason} after collecting and fanning out."""
    collect()
    fan_out_all()
    rows = Delivery.objects.select_related("user").order_by("pk")
    return {row.user.email: row.reason for row in rows}


def names(people):
    return sorted(email.partition("@")[0] for email in people)

"""What an endpoint is told: the event, and the alert as the JSON API shows it."""

from django.urls import reverse

from advisories.models import Tlp
from alerts.formats import api
from alerts.models import WebhookEvent
from web.open_data import absolute


def body_of(delivery):
    """The time is the event's own, so that every try of it says the same."""
    alert, event = delivery.alert, delivery.event
    happened_at = alert.ended_at if event == WebhookEvent.ENDED else alert.published_at
    return {"type": event, "timestamp": happened_at.isoformat(), "data": data_of(alert)}


def data_of(alert):
    data = {**api.shape(alert), "tlp": alert.tlp}
    if alert.tlp != Tlp.CLEAR:  # the API and the open pages do not have it
        where = [alert.year, alert.slug]
        data["cap"] = absolute(reverse("alerts:member_alert_cap", args=where))
        data["url"] = None
    return data

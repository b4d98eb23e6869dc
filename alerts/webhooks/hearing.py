"""Which endpoint hears of which alert; asked when an event is queued, and again when it is sent."""

from datetime import timedelta

from django.utils import timezone

from advisories.models import Tlp
from alerts.models import Alert, State, WebhookDelivery, WebhookEndpoint, WebhookEvent

FRESH = timedelta(days=3)  # older events are history
ORDER = [Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER]


def queue_webhooks():
    """A row for each event of the last days that an endpoint should hear of and has none for."""
    endpoints = WebhookEndpoint.objects.active().select_related(
        "membership__council", "answered_by__user"
    )
    endpoints = list(endpoints.prefetch_related("countries"))
    if not endpoints:
        return 0
    alerts = list(recent_alerts())
    known = known_events(alerts)
    rows = [
        WebhookDelivery(endpoint=endpoint, alert=alert, event=event)
        for alert in alerts
        for endpoint in endpoints
        for event in events_of(alert, endpoint, known)
        if (endpoint.pk, alert.pk, event) not in known
    ]
    WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def recent_alerts():
    since = timezone.now() - FRESH
    sent = Alert.objects.sent().filter(exercise=False).with_places().order_by("published_at", "pk")
    return sent.filter(published_at__gte=since) | sent.filter(ended_at__gte=since)


def known_events(alerts):
    """What is queued or told already, of these alerts and of those they refer to."""
    keys = {alert.pk for alert in alerts} | {alert.refers_to_id for alert in alerts}
    rows = WebhookDelivery.objects.filter(alert__in=keys - {None})
    return set(rows.values_list("endpoint_id", "alert_id", "event"))


def events_of(alert, endpoint, known):
    """Those this endpoint should hear of: an update or end also if it heard of the first."""
    if not may_read(endpoint, alert):
        return
    heard = told_of(endpoint, alert.pk, known)
    concerns = heard or told_of(endpoint, alert.refers_to_id, known) or wants(endpoint, alert)
    if concerns and alert.published_at >= max(endpoint.started_at, timezone.now() - FRESH):
        yield WebhookEvent.UPDATED if alert.refers_to_id else WebhookEvent.SENT
    if alert.ended_at and heard:
        yield WebhookEvent.ENDED


def told_of(endpoint, key, known):
    events = (WebhookEvent.SENT, WebhookEvent.UPDATED)
    return any((endpoint.pk, key, event) in known for event in events)


def wants(endpoint, alert):
    """By grade and place."""
    if alert.grade < endpoint.lowest_grade:
        return False
    if endpoint.everything or alert.everywhere:
        return True
    chosen = {country.pk for country in endpoint.countries.all()}
    return any(place.in_country.pk in chosen for place in alert.places.all())


def may_read(endpoint, alert):
    """Never above its own TLP, and restricted text only as the membership at hand may read it."""
    if ORDER.index(alert.tlp) > ORDER.index(endpoint.tlp):
        return False
    if alert.tlp == Tlp.CLEAR:
        return True
    mine = alert.tlp == Tlp.GREEN or endpoint.membership.council_id == alert.council_id
    return mine and endpoint.reads_restricted


def still_hears(delivery):
    """True if the endpoint may have this event now: memberships end, webhooks are switched off."""
    endpoint = delivery.endpoint
    return endpoint.disabled_at is None and may_read(endpoint, delivery.alert)


def due():
    return WebhookDelivery.objects.filter(state=State.QUEUED, due_at__lte=timezone.now())

"""Alerts as entries of a feed."""

from django.urls import reverse
from django.utils.translation import gettext as _

from web.atom import MOST, Entry, tag
from web.open_data import absolute

CAP = "application/cap+xml"


def alert_entries(alerts):
    """The newest of these alerts, those that ended with the reason."""
    rows = alerts.sent().with_places().order_by("-published_at", "-pk")[:MOST]
    return [alert_entry(alert) for alert in rows]


def alert_entry(alert):
    cap = reverse("alerts:alert_cap", args=[alert.year, alert.slug])
    return Entry(
        id=tag("alert", alert.pk),
        title=f"{alert.get_grade_display()}: {alert.headline}",
        url=absolute(alert.get_absolute_url()),
        published=alert.published_at,
        updated=alert.ended_at or alert.published_at,
        text="\n".join(filter(None, [ending(alert), alert.what_to_do, alert.what_happened])),
        categories=("alert", alert.get_grade_display()),
        others=((CAP, absolute(cap)),),
    )


def ending(alert):
    return _("Ended: %s") % alert.ended_because if alert.ended_at else ""

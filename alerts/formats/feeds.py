"""Alerts as entries of a feed."""

from django.urls import reverse
from django.utils.translation import gettext as _

from web.atom import MOST, Entry, tag
from web.open_data import absolute

CAP = "application/cap+xml"


def alert_entries(alerts):
    """The newest of these alerts, those that ended with the reason."""
    rows = alerts.sent().with_places().select_related("refers_to")
    return [alert_entry(alert) for alert in rows.order_by("-published_at", "-pk")[:MOST]]


def alert_entry(alert):
    cap = reverse("alerts:alert_cap", args=[alert.year, alert.slug])
    return Entry(
        id=tag("alert", alert.pk),
        title=title_of(alert),
        url=absolute(alert.get_absolute_url()),
        published=alert.published_at,
        updated=alert.ended_at or alert.published_at,
        text="\n".join(filter(None, [ending(alert), alert.what_to_do, alert.what_happened])),
        categories=("alert", alert.get_grade_display()),
        others=((CAP, absolute(cap)),),
    )


def title_of(alert):
    """Many readers see no more than this of an entry."""
    if alert.called_back_at:
        return _("Sent by mistake: %s") % alert.headline
    return f"{alert.get_grade_display()}: {alert.headline}"


def ending(alert):
    if not alert.ended_at:
        return ""
    words = _("Sent by mistake: %s") if alert.called_back_at else _("Ended: %s")
    return words % alert.ended_because

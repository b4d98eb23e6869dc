"""Alerts in the Common Alerting Protocol 1.2 (OASIS), for warning systems of others.

A message never changes once it is out: an update is a message of its own that names the
earlier ones, and an alert that ended is called back by a second message, the cancel.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from advisories.models import Tlp
from alerts.models import Alert, Grade
from web.markup import add, document, written
from web.models import SiteSettings
from web.open_data import absolute, host

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"
CATEGORIES = ["Safety", "Security"]
RESPONSE = {Grade.NOTICE: "Monitor", Grade.WARNING: "Prepare", Grade.EMERGENCY: "Execute"}
URGENCY = {Grade.NOTICE: "Future", Grade.WARNING: "Expected", Grade.EMERGENCY: "Immediate"}
SEVERITY = {Grade.NOTICE: "Minor", Grade.WARNING: "Severe", Grade.EMERGENCY: "Extreme"}
LONGEST_HEADLINE = 160


def message(alert, *, language):
    """The alert as it was sent: an Alert, or the Update of one."""
    kind = "Update" if alert.refers_to_id else "Alert"
    root = head(alert, identifier(alert), alert.published_at, kind, earlier(alert))
    info = add_info(root, alert, language, URGENCY[alert.grade])
    add_times(info, alert)
    add_text(info, alert, alert.what_happened, instruction=True)
    return written(root)


def cancel(alert, *, language):
    """The message that calls an ended alert and all its updates back."""
    references = [alert, *readers_same(alert.updates.sent(), alert)]
    note = _("Sent by mistake.") if alert.retracted_at else _("Ended.")
    name = f"{identifier(alert)}:cancel"
    root = head(alert, name, alert.ended_at, "Cancel", references, note)
    info = add_info(root, alert, language, "Past")
    add_text(info, alert, alert.ended_because or alert.title, instruction=False)
    return written(root)


def identifier(alert):
    return f"{host()}:alert:{alert.pk}"


def earlier(alert):
    """The messages that an update replaces: the first one and the updates before this."""
    if not alert.refers_to_id:
        return []
    family = Alert.objects.sent().filter(Q(pk=alert.refers_to_id) | Q(refers_to=alert.refers_to_id))
    before = family.filter(published_at__lte=alert.published_at).exclude(pk=alert.pk)
    return readers_same(before, alert)


def readers_same(alerts, alert):
    """Those that whoever may read `alert` may read too: of its own TLP, and public ones."""
    own = Q(tlp=alert.tlp, council=alert.council_id, exercise=alert.exercise)
    found = alerts.filter(own | Q(tlp=Tlp.CLEAR, exercise=False)).with_places()
    return list(found.order_by("published_at", "pk"))


def head(alert, name, sent_at, kind, references, note=""):
    root = document("alert", CAP)
    add(root, "identifier", name)
    add(root, "sender", host())
    add(root, "sent", numeric(sent_at, alert.zone_name))
    add(root, "status", "Exercise" if alert.exercise else "Actual")
    add(root, "msgType", kind)
    if restriction := restriction_of(alert):
        add(root, "scope", "Restricted")
        add(root, "restriction", restriction)
    else:
        add(root, "scope", "Public")
    if note:
        add(root, "note", note)
    if references:
        add(root, "references", " ".join(reference(row) for row in references))
    return root


def restriction_of(alert):
    """Who alone may pass it on; empty for what everybody may."""
    restricted = [alert.get_tlp_display()] if alert.tlp != Tlp.CLEAR else []
    if alert.exercise:
        restricted.append(_("Exercise: for those who take part in it."))
    return ". ".join(restricted)


def reference(alert):
    return f"{host()},{identifier(alert)},{numeric(alert.published_at, alert.zone_name)}"


def numeric(moment, zone):
    """A time with its offset in numbers; zero is written -00:00, as CAP wants it for UTC."""
    text = moment.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
    return text.removesuffix("+00:00") + "-00:00" if text.endswith("+00:00") else text


def add_info(root, alert, language, urgency):
    info = add(root, "info")
    add(info, "language", language)
    for category in CATEGORIES:
        add(info, "category", category)
    add(info, "event", alert.title)
    add(info, "responseType", RESPONSE[alert.grade] if urgency != "Past" else "AllClear")
    add(info, "urgency", urgency)
    add(info, "severity", SEVERITY[alert.grade])
    add(info, "certainty", "Observed" if begun(alert) else "Likely")
    return info


def begun(alert):
    """True if the event was there when it was told of."""
    return alert.starts_on <= alert.published_at.astimezone(ZoneInfo(alert.zone_name)).date()


def add_times(info, alert):
    zone = alert.zone_name
    add(info, "effective", numeric(alert.published_at, zone))
    onset = datetime.combine(alert.starts_on, time.min, ZoneInfo(zone))
    add(info, "onset", numeric(onset, zone))
    if alert.over_at:
        add(info, "expires", numeric(alert.over_at, zone))


def add_text(info, alert, description, *, instruction):
    add(info, "senderName", SiteSettings.load().name)
    add(info, "headline", shortened(headline(alert, instruction)))
    add(info, "description", joined(description, instruction and alert.where_and_when))
    if instruction:
        add(info, "instruction", joined(alert.what_to_do, alert.if_affected))
    add(info, "web", absolute(alert.get_absolute_url()))
    add_areas(info, alert)


def headline(alert, holds):
    """As readers saw it; of one that was called back, what staff say of the mistake."""
    if holds or not alert.retracted_at:
        return alert.headline
    return f"{alert.place_names}: {alert.retraction_title}"


def shortened(text):
    return text if len(text) <= LONGEST_HEADLINE else text[: LONGEST_HEADLINE - 1] + "…"


def joined(*texts):
    return "\n\n".join(filter(None, texts))


def add_areas(info, alert):
    for row in alert.places.all():
        area = add(info, "area")
        country = row.in_country
        named = str(country) if row.country_id else f"{row.place.name}, {country}"
        add(area, "areaDesc", named)
        for name, value in [
            ("ISO 3166-1 alpha-2", country.alpha2),
            ("ISO 3166-1 alpha-3", country.alpha3),
        ]:
            code = add(area, "geocode")
            add(code, "valueName", name)
            add(code, "value", value)
    if alert.everywhere:
        add(add(info, "area"), "areaDesc", "All countries")

"""Deeds of the sender's desk: an alert is sent, updated, ended."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.audit import record
from advisories.models import Tlp
from alerts.audience import of_alert
from alerts.models import Alert, AlertPlace
from alerts.people import count
from web.errors import RefusedError, StaleError

GROWTH_SHARE, GROWTH_PEOPLE = 0.05, 20


@transaction.atomic
def publish_alert(alert, *, by, seen=None, counted=None):
    """Send an alert, once. `seen` is the version and `counted` the audience that `by` looked at:
    another version is refused, and so is a much larger audience."""
    fresh = Alert.objects.select_for_update().get(pk=alert.pk)
    if fresh.published_at:
        raise RefusedError(_("This alert was sent already."))
    if seen is not None and fresh.version != seen:
        raise StaleError(_("Somebody changed this alert meanwhile. Check it again before sending."))
    refuse_unready(fresh, by)
    if counted is not None:
        refuse_growth(fresh, counted)
    fresh.published_at, fresh.published_by = timezone.now(), by
    fresh.year = timezone.localdate(fresh.published_at).year
    fresh.slug = free_slug(fresh)
    fresh.save()
    record("publish_alert", fresh, by=by)
    return fresh


def refuse_unready(alert, by):
    places = alert.places.count()
    if not places and not alert.everywhere:
        raise RefusedError(_("Choose at least one place, or everywhere. Nobody was told."))
    if places and alert.everywhere:
        raise RefusedError(_("Choose places or everywhere, not both. Nobody was told."))
    if alert.tlp == Tlp.AMBER and not alert.council_id:
        raise RefusedError(_("TLP:AMBER needs a council. Nobody was told."))
    if not Alert.objects.editable_by(by).filter(pk=alert.pk).exists():
        raise RefusedError(_("A place of this alert is outside your reach. Nobody was told."))
    if alert.over_at and alert.over_at <= timezone.now():
        raise RefusedError(_("The last day of this alert is over. Nobody was told."))


def refuse_growth(alert, counted):
    """A few more people are told too; many more may mean that a place was chosen by mistake."""
    now = count(of_alert(alert)).total
    grown = now - counted
    if grown > GROWTH_PEOPLE and grown > counted * GROWTH_SHARE:
        raise StaleError(
            _("The audience grew from %(before)d to %(now)d people. Check it again before sending.")
            % {"before": counted, "now": now}
        )


def free_slug(alert):
    """Place and what, in an address: "almaty-drugging-and-robbery"; unique within its year."""
    base = slugify(f"{alert.place_names} {alert.title}")[:110].strip("-") or f"alert-{alert.pk}"
    slug, number = base, 1
    while Alert.objects.filter(year=alert.year, slug=slug, published_at__isnull=False).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def start_update(alert, *, by):
    """A draft that goes to exactly those who got `alert`."""
    first = alert.refers_to or alert
    if not first.was_sent():
        raise RefusedError(_("This alert was not sent yet. Change it instead."))
    copied = ["grade", "title", "what_to_do", "what_happened", "where_and_when", "if_affected"]
    copied += ["everywhere", "ends_on", "tlp", "council", "exercise"]
    fields = {name: getattr(alert, name) for name in copied}
    update = Alert.objects.create(refers_to=first, started_by=by, **fields)
    AlertPlace.objects.bulk_create(
        AlertPlace(alert=update, country=row.country, area=row.area, post=row.post)
        for row in first.places.all()
    )
    return update


@transaction.atomic
def end_alert(alert, *, by, because):
    """Take an alert out of force, with the reason that readers see. What waits is not sent."""
    fresh = Alert.objects.select_for_update().get(pk=alert.pk)
    if not fresh.published_at or fresh.ended_at:
        raise RefusedError(_("This alert is not in force."))
    fresh.ended_at, fresh.ended_because = timezone.now(), because
    fresh.save()
    record("end_alert", fresh, by=by)
    return fresh

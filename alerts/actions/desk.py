"""Deeds of the sender's desk: an alert is sent or set for a time, updated, ended."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from advisories.models import Tlp
from alerts.audience.groups import of_alert
from alerts.audience.people import count
from alerts.models import Alert, AlertPlace
from alerts.models.reviews import needs_second_person, review_of
from alerts.wording.corrections import correction_of
from alerts.wording.slugs import free_slug
from web.errors import RefusedError, StaleError

from .scheduling import unschedule_updates_of

GROWTH_SHARE, GROWTH_PEOPLE = 0.05, 20
FARTHEST = timedelta(days=365)
ADDRESS_TRIES = 5


@transaction.atomic
def publish_alert(alert, *, by, seen=None, counted=None, at=None, alone=False):
    """Send an alert, once; from `at` on if that is given, and nothing more needs to be done then.

    `seen` is the version and `counted` the audience that `by` looked at: another version is
    refused, and so is a much larger audience. `alone` goes without the second person.
    """
    fresh = Alert.objects.select_for_update().get(pk=alert.pk)
    if fresh.published_at:
        raise RefusedError(_("This alert was sent already."))
    if seen is not None and fresh.version != seen:
        raise StaleError(_("Somebody changed this alert meanwhile. Check it again before sending."))
    now = timezone.now()
    refuse_unready(fresh, by, at or now)
    if at is not None:
        refuse_moment(at, now)
    if not alone:
        refuse_unapproved(fresh)
    if counted is not None and not fresh.refers_to_id:
        refuse_growth(fresh, counted)  # an update's audience grows while the first still goes out
    fresh.published_at, fresh.published_by = at or now, by
    fresh.scheduled_at = now if at else None
    save_with_address(fresh)
    record("schedule_alert" if at else "publish_alert", fresh, by=by)
    return fresh


def save_with_address(alert):
    """Save what is sent under a free address; of two alike in one moment, one counts on."""
    alert.year, version = timezone.localdate(alert.published_at).year, alert.version
    for tries_left in reversed(range(ADDRESS_TRIES)):
        alert.slug, alert.version = free_slug(alert), version
        try:
            with transaction.atomic():
                alert.save()
            break
        except IntegrityError:
            if not tries_left:
                raise


def refuse_moment(at, now):
    if at <= now:
        raise RefusedError(_("Choose a time to come. Nobody was told."))
    if at > now + FARTHEST:
        raise RefusedError(_("Choose a time within a year. Nobody was told."))


def refuse_unapproved(alert):
    if needs_second_person(alert) and not review_of(alert)[1]:
        raise RefusedError(
            _("A second person has to approve this alert as it is now. Nobody was told.")
        )


def refuse_unready(alert, by, moment=None):
    places = alert.places.count()
    if not places and not alert.everywhere:
        raise RefusedError(_("Choose at least one place, or everywhere. Nobody was told."))
    if places and alert.everywhere:
        raise RefusedError(_("Choose places or everywhere, not both. Nobody was told."))
    if alert.tlp == Tlp.AMBER and not alert.council_id:
        raise RefusedError(_("TLP:AMBER needs a council. Nobody was told."))
    first = alert.refers_to
    if first and first.retracted_at and first.retracted_at > alert.started_at:
        raise RefusedError(
            _("The alert was called back since this update was begun. Nobody was told.")
        )
    if not Alert.objects.editable_by(by).filter(pk=alert.pk).exists():
        raise RefusedError(_("A place of this alert is outside your reach. Nobody was told."))
    if alert.over_at and alert.over_at <= (moment or timezone.now()):
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


@transaction.atomic
def start_update(alert, *, by, correction=False):
    """A draft that goes to exactly those who got `alert`.

    A correction begins with the words that its template keeps ready for that.
    """
    first = alert.refers_to or alert
    if not Alert.objects.sent().filter(pk=first.pk).exists():
        raise RefusedError(_("This alert was not sent yet. Change it instead."))
    copied = ["grade", "title", "what_to_do", "what_happened", "where_and_when", "if_affected"]
    copied += ["everywhere", "tlp", "council", "exercise", "template"]
    fields = {name: getattr(alert, name) for name in copied} | days_of_update(alert)
    if correction:
        fields |= words_of_correction(alert)
    update = Alert.objects.create(refers_to=first, started_by=by, **fields)
    AlertPlace.objects.bulk_create(
        AlertPlace(alert=update, country=row.country, area=row.area, post=row.post)
        for row in first.places.all()
    )
    record("start_update", update, by=by)
    return update


def days_of_update(alert):
    """From today there, until the last day of the alert, or today if that is over."""
    today = timezone.localdate(timezone=ZoneInfo(alert.zone_name))
    return {"starts_on": today, "ends_on": alert.ends_on and max(alert.ends_on, today)}


def words_of_correction(alert):
    """What was wrong stands first, for what to do is what people read."""
    title, text = correction_of(alert)
    blank = dict.fromkeys(["what_happened", "where_and_when", "if_affected"], "")
    return {**blank, "title": title, "what_to_do": text}


@transaction.atomic
def end_alert(alert, *, by, because):
    """Take an alert out of force, with the reason that readers see. What waits is not sent."""
    fresh = Alert.objects.select_for_update().get(pk=alert.pk)
    if not fresh.published_at or fresh.is_scheduled or fresh.ended_at:
        raise RefusedError(_("This alert is not in force."))
    fresh.ended_at, fresh.ended_because = timezone.now(), because
    fresh.save()
    unschedule_updates_of(fresh, by=by)
    record("end_alert", fresh, by=by)
    return fresh

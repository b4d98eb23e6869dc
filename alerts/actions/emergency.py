"""Deeds in a crisis: an alert sent at once with ten seconds to stop it, and called back."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from alerts.emergency.telling import tell_senders
from alerts.engine.recall import CALLED_BACK
from alerts.models import Alert, AlertPlace, Delivery, Notice, NoticeKind, State
from web.errors import RefusedError

from .desk import refuse_growth, refuse_unready, save_with_address
from .scheduling import unschedule_updates_of

TIME_TO_STOP = timedelta(seconds=10)


def send_at_once(place, *, by, form_id, counted, exercise=False, **words):
    """Make an alert of these words for one place and send it; nothing leaves for ten seconds.

    The same form sent twice makes one alert. `counted` is the audience that `by` looked at.
    """
    try:
        with transaction.atomic():
            words = {"exercise": exercise, **words}
            return sent_already(place, by, form_id, words) or make(
                place, by=by, form_id=form_id, counted=counted, **words
            )
    except IntegrityError:  # the same form, sent twice at once
        made = sent_already(place, by, form_id, words)
        if made is None:
            raise
        return made


def sent_already(place, by, form_id, words):
    """The alert that this form made; with other words in it, it is refused and nothing is lost."""
    made = Alert.objects.filter(form_id=form_id, started_by=by).first()
    if made is None:
        return None
    same = all(getattr(made, name) == value for name, value in words.items())
    if not same or made.places.get().place != place:
        raise RefusedError(
            _("This form was sent before, with other words: “%s”. Begin anew to send these.")
            % made.headline
        )
    return made


def make(place, *, by, form_id, counted, **words):
    alert = Alert.objects.create(form_id=form_id, started_by=by, **words)
    AlertPlace.objects.create(alert=alert, **{place._meta.model_name: place})
    refuse_unready(alert, by)
    refuse_growth(alert, counted)
    alert.published_at, alert.published_by = timezone.now() + TIME_TO_STOP, by
    save_with_address(alert)
    record("send_exercise" if alert.exercise else "send_at_once", alert, by=by)
    tell_senders("sending", alert, by=by)
    return alert


@transaction.atomic
def stop_alert(alert, *, by):
    """Take it back within its ten seconds: a draft again, and nobody was told."""
    fresh = Alert.objects.select_for_update().get(pk=alert.pk)
    if fresh.published_at is None:
        return fresh
    if fresh.published_at <= timezone.now() or fresh.notices.exists():
        raise RefusedError(_("It is too late to stop it: mail is going out. Call it back instead."))
    fresh.published_at = fresh.published_by = None
    fresh.save()
    record("stop_alert", fresh, by=by)
    tell_senders("stopped", fresh, by=by)
    return fresh


@transaction.atomic
def retract_alert(alert, *, by, title, text):
    """“Sent by mistake”: its queue stops, every page says so, and whoever got it is told.

    The worker finds `retracted_at` and tells exactly those people (alerts.audience).
    """
    fresh = Alert.objects.select_for_update().get(pk=alert.pk)
    if not fresh.published_at or fresh.published_at > timezone.now():
        raise RefusedError(_("This alert has not gone out. Stop it instead."))
    if fresh.retracted_at:
        return fresh
    now = timezone.now()
    fresh.retracted_at, fresh.retraction_title = now, title
    fresh.ended_at, fresh.ended_because = now, text
    fresh.save()
    unschedule_updates_of(fresh, by=by)
    for update in fresh.updates.sent().filter(ended_at=None):
        update.ended_at, update.ended_because = now, text
        update.save()
    stop_queue(fresh)
    record("retract_alert", fresh, by=by)
    tell_senders("retracted", fresh, by=by)
    return fresh


def stop_queue(alert):
    """What waits, of the alert and of its updates, is not sent any more."""
    family = [alert.pk, *alert.updates.values_list("pk", flat=True)]
    notices = Notice.objects.filter(alert__in=family, kind=NoticeKind.ALERT)
    waiting = Delivery.objects.filter(notice__in=notices, state=State.QUEUED)
    waiting.update(state=State.SKIPPED, settled_at=timezone.now(), reply=CALLED_BACK)

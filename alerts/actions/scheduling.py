"""An alert set for a time: it comes out by itself, unless it is taken back before."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.audit import record
from alerts.emergency.enough import may_send, senders_of
from alerts.letters import write_to
from alerts.models import Alert, Notice, NoticeKind
from alerts.repeated import Repeated
from web.errors import RefusedError

from .reviewing import name_of

NEWS = timedelta(days=7)  # what came out longer ago is told to nobody any more
DRAFT_AGAIN = {"published_at": None, "published_by": None, "scheduled_at": None}


@transaction.atomic
def unschedule_alert(alert, *, by):
    """Make a scheduled alert a draft again, before its time has come."""
    # Its time may come while somebody presses the button: whoever has its row first decides.
    row = Alert.objects.select_for_update().get(pk=alert.pk)
    if not row.is_scheduled or row.notices.exists():
        raise RefusedError(_("This alert does not wait for its time."))
    Alert.objects.filter(pk=alert.pk).update(**DRAFT_AGAIN, version=F("version") + 1)
    record("unschedule_alert", alert, by=by)


def unschedule_updates_of(alert, *, by):
    """What was to be said of an alert that is over or called back is a draft again."""
    for update in alert.updates.scheduled().order_by("pk"):
        unschedule_alert(update, by=by)


@transaction.atomic
def unschedule_alerts_of(user, *, by):
    """Take back what this person scheduled and, by their roles of now, may not send."""
    waiting = Alert.objects.scheduled().filter(published_by=user).order_by("pk")
    taken_back = [alert for alert in waiting if not may_send(user, alert)]
    for alert in taken_back:
        unschedule_alert(alert, by=by)
        tell_taken_back(alert, whose=user)
    return taken_back


def take_back_forbidden():
    """Look again at what comes due: whoever set its time must still be allowed to send it.

    Called by the worker each round, so that no way of losing a role is overlooked; how many
    alerts are drafts again.
    """
    if not ANY_UNTOLD.rows():
        return 0
    return sum(map(take_back, [alert for alert in untold() if not may_still(alert)]))


def untold():
    told = Notice.objects.filter(alert=OuterRef("pk"), kind=NoticeKind.ALERT)
    recent = timezone.now() - NEWS
    timed = Alert.objects.filter(scheduled_at__isnull=False, published_at__gte=recent)
    return timed.filter(~Exists(told), ended_at=None).select_related("published_by")


ANY_UNTOLD = Repeated(lambda: untold().order_by().values_list("pk")[:1])


def may_still(alert):
    return bool(alert.published_by and may_send(alert.published_by, alert))


@transaction.atomic
def take_back(alert):
    if not untold().filter(pk=alert.pk).update(**DRAFT_AGAIN, version=F("version") + 1):
        return 0
    record("unschedule_alert", alert, by=None)
    tell_taken_back(alert, whose=alert.published_by)
    return 1


def tell_taken_back(alert, *, whose):
    """The other senders, who may want to set its time anew."""
    with translation.override(settings.LANGUAGE_CODE):
        name = name_of(alert)
        address = reverse("admin:alerts_alert_change", args=[alert.pk])
        words = {"name": name, "moment": alert.published_at, "link": settings.SITE_URL + address}
        text = render_to_string("emails/taken_back.txt", words)
        people = senders_of(alert) - {whose} or operators()
        write_to(people, _("Not scheduled any more: %s") % name, text)


def operators():
    """Told where no sender is left."""
    people = get_user_model().objects.reachable()
    return set(people.filter(is_superuser=True))

"""After Send: ten seconds to stop, then how far it came, and “Sent by mistake”."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from advisories.times import zone_of
from alerts import actions
from alerts.forms.emergency import RetractForm
from alerts.models import Alert, Delivery, NoticeKind, State
from alerts.pausing import is_paused
from alerts.wording.corrections import correction_of
from web.errors import RefusedError

from .emergency import for_senders


@dataclass(frozen=True)
class Tally:
    total: int
    sent: int
    waiting: int
    rest: int  # failed, or not sent because it was called back or not wanted any more


def tally(alert, kind):
    waits = Q(state__in=[State.QUEUED, State.SENDING])
    rows = Delivery.objects.filter(notice__alert=alert, notice__kind=kind)
    numbers = rows.aggregate(
        total=Count("pk"),
        sent=Count("pk", filter=Q(state=State.SENT)),
        waiting=Count("pk", filter=waits),
    )
    return Tally(**numbers, rest=numbers["total"] - numbers["sent"] - numbers["waiting"])


def clock(moment, place):
    """To the second, as clocks there show it."""
    return f"{moment.astimezone(zone_of(place)):%H:%M:%S}"


def alert_of(request, pk):
    """An alert within this sender's reach that was sent, or stopped in time."""
    mine = Alert.objects.editable_by(request.user).exclude(slug="")
    return get_object_or_404(mine.with_places().select_related("template"), pk=pk)


@for_senders
def send_progress(request, pk):
    return progress(request, alert_of(request, pk))


def progress(request, alert, refusal=""):
    now = timezone.now()
    place = next((row.place for row in alert.places.all()), None)
    left = (alert.published_at - now).total_seconds() if alert.published_at else 0
    context = {
        "alert": alert,
        "place": place,
        "waits": left > 0,
        "seconds": max(1, round(left)),
        "leaves_at": clock(alert.published_at, place) if alert.published_at else "",
        "now": clock(now, place),
        "told": tally(alert, NoticeKind.ALERT),
        "called_back": tally(alert, NoticeKind.RETRACTION),
        "paused": is_paused(),
        "refusal": refusal,
        "exercise": alert.exercise,
        "section": "account",
    }
    return render(request, "alerts/send_progress.html", context)


@for_senders
@require_POST
def send_stop(request, pk):
    """Within the ten seconds: a draft again, and nobody was told."""
    alert = alert_of(request, pk)
    try:
        actions.stop_alert(alert, by=request.user)
    except RefusedError as refusal:
        return progress(request, alert, str(refusal))
    return redirect("alerts:send_progress", alert.pk)


@for_senders
def send_mistake(request, pk):
    """“Sent by mistake”: one page that says what happens, and one button that does it."""
    alert = alert_of(request, pk)
    if alert.retracted_at or not Alert.objects.sent().filter(pk=alert.pk).exists():
        return redirect("alerts:send_progress", alert.pk)
    title, text = correction_of(alert)
    form = RetractForm(request.POST or None, initial={"title": title, "text": text})
    if request.method == "POST" and form.is_valid():
        actions.retract_alert(alert, by=request.user, **form.cleaned_data)
        return redirect("alerts:send_progress", alert.pk)
    context = {
        "alert": alert,
        "form": form,
        "told": tally(alert, NoticeKind.ALERT),
        "exercise": alert.exercise,
        "section": "account",
    }
    return render(request, "alerts/send_mistake.html", context)

"""Alerts for warning systems: one message each, and an index of the public ones."""

from datetime import timedelta

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alerts.formats import cap
from alerts.models import Alert
from web import atom
from web.models import SiteSettings
from web.open_data import absolute, open_page

KEPT = timedelta(days=30)  # a message stays in the index so long after it was sent


@open_page
def alert_cap(request, year, slug):
    return message(public(), year, slug)


@open_page
def alert_cap_cancel(request, year, slug):
    return cancel(public(), year, slug)


def member_alert_cap(request, year, slug):
    return message(readable_by(request.user), year, slug)


def member_alert_cap_cancel(request, year, slug):
    return cancel(readable_by(request.user), year, slug)


def public():
    return Alert.objects.sent().clear()


def readable_by(user):
    return Alert.objects.visible_to(user).sent()


def message(alerts, year, slug):
    alert = get_object_or_404(alerts.with_places(), year=year, slug=slug)
    return answer(cap.message(alert, language=get_language()))


def cancel(alerts, year, slug):
    alert = get_object_or_404(alerts.with_places(), year=year, slug=slug)
    if not alert.ended_at:
        raise Http404
    return answer(cap.cancel(alert, language=get_language()))


def answer(body):
    return HttpResponse(body, content_type=f"{cap.MEDIA_TYPE}; charset=utf-8")


@open_page
def alert_cap_index(request):
    """Every public message in force, and those of the last days, the newest first."""
    lately = timezone.now() - KEPT
    holding = Alert.objects.in_force().values("pk")
    held = Q(pk__in=holding) | Q(refers_to__in=holding)
    shown = public().filter(held | Q(published_at__gte=lately) | Q(ended_at__gte=lately))
    entries = [entry for alert in shown.with_places() for entry in entries_of(alert)]
    site = SiteSettings.load()
    body = atom.feed(
        entries,
        id=atom.tag("feed", "cap"),
        title=_("%(site)s: alerts in CAP 1.2") % {"site": site.name},
        author=site.name,
        url=absolute(reverse("alerts:alert_list")),
        own_url=absolute(request.path),
        language=get_language(),
        most=None,
    )
    return HttpResponse(body, content_type=f"{atom.MEDIA_TYPE}; charset=utf-8")


def entries_of(alert):
    yield entry(alert, "alert_cap", alert.published_at, alert.headline)
    if alert.ended_at and not alert.refers_to_id:  # the first one's cancel calls all back
        mistaken = alert.retracted_at is not None
        title = (_("Sent by mistake: %s") if mistaken else _("Ended: %s")) % alert.headline
        yield entry(alert, "alert_cap_cancel", alert.ended_at, title)


def entry(alert, page, at, title):
    address = absolute(reverse(f"alerts:{page}", args=[alert.year, alert.slug]))
    return atom.Entry(
        id=atom.tag("cap", alert.pk, "cancel" if page == "alert_cap_cancel" else "message"),
        title=title,
        url=absolute(alert.get_absolute_url()),
        published=at,
        updated=at,
        text=alert.what_to_do,
        others=((cap.MEDIA_TYPE, address),),
    )

"""Alerts as readers see them."""

from django.shortcuts import get_object_or_404, render

from alerts.models import Alert
from web.public import public_page


@public_page
def alert_list(request):
    alerts = Alert.objects.in_force().clear().worst_first()
    return render(request, "alerts/alert_list.html", {"section": "alerts", "alerts": alerts})


@public_page
def past_alerts(request):
    alerts = Alert.objects.sent().clear()
    return render(request, "alerts/past_alerts.html", {"section": "alerts", "alerts": alerts})


@public_page
def alert_detail(request, year, slug):
    return page_of(request, Alert.objects.sent().clear(), year, slug)


def member_alert_detail(request, year, slug):
    return page_of(request, Alert.objects.visible_to(request.user).sent(), year, slug)


def page_of(request, alerts, year, slug):
    alert = get_object_or_404(alerts, year=year, slug=slug)
    return render(request, "alerts/alert_detail.html", {"section": "alerts", "alert": alert})

"""Addresses of this app; see portal.urls for where they hang."""

from django.urls import path

from .views import cap, choices, links, public

app_name = "alerts"

urlpatterns = [
    path("alerts/", public.alert_list, name="alert_list"),
    path("alerts/past/", public.past_alerts, name="past_alerts"),
    path("alerts/cap.atom", cap.alert_cap_index, name="alert_cap_index"),
    path("alerts/<int:year>/<slug:slug>/", public.alert_detail, name="alert_detail"),
    path("alerts/<int:year>/<slug:slug>/cap.xml", cap.alert_cap, name="alert_cap"),
    path("alerts/<int:year>/<slug:slug>/cancel.xml", cap.alert_cap_cancel, name="alert_cap_cancel"),
    path(
        "members/alerts/<int:year>/<slug:slug>/",
        public.member_alert_detail,
        name="member_alert_detail",
    ),
    path(
        "members/alerts/<int:year>/<slug:slug>/cap.xml",
        cap.member_alert_cap,
        name="member_alert_cap",
    ),
    path(
        "members/alerts/<int:year>/<slug:slug>/cancel.xml",
        cap.member_alert_cap_cancel,
        name="member_alert_cap_cancel",
    ),
    path("subscribe/", choices.subscribe, name="subscribe"),
    path("account/alerts/", choices.choices, name="choices"),
    path("u/<str:token>/", links.stop, name="stop"),
    path("choices/<str:token>/", links.choices_by_link, name="choices_by_link"),
]

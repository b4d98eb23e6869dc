"""Addresses of this app; see portal.urls for where they hang."""

from django.urls import path

from .views import choices, links, public

app_name = "alerts"

urlpatterns = [
    path("alerts/", public.alert_list, name="alert_list"),
    path("alerts/past/", public.past_alerts, name="past_alerts"),
    path("alerts/<int:year>/<slug:slug>/", public.alert_detail, name="alert_detail"),
    path(
        "members/alerts/<int:year>/<slug:slug>/",
        public.member_alert_detail,
        name="member_alert_detail",
    ),
    path("subscribe/", choices.subscribe, name="subscribe"),
    path("account/alerts/", choices.choices, name="choices"),
    path("u/<str:token>/", links.stop, name="stop"),
    path("choices/<str:token>/", links.choices_by_link, name="choices_by_link"),
]

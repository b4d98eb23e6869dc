"""Addresses of this app; see portal.urls for where they hang."""

from django.urls import path

from .views import (
    asking,
    cap,
    choices,
    emergency,
    links,
    mailboxes,
    past_mail,
    public,
    sent,
    stopping,
    webhooks,
)

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
    path("send/", emergency.send_choose, name="send_choose"),
    path("send/words/", emergency.send_words, name="send_words"),
    path("send/check/", emergency.send_check, name="send_check"),
    path("send/<int:pk>/", sent.send_progress, name="send_progress"),
    path("send/<int:pk>/stop/", sent.send_stop, name="send_stop"),
    path("send/<int:pk>/mistake/", sent.send_mistake, name="send_mistake"),
    path("exercise/", emergency.send_choose, {"exercise": True}, name="exercise_choose"),
    path("exercise/words/", emergency.send_words, {"exercise": True}, name="exercise_words"),
    path("exercise/check/", emergency.send_check, {"exercise": True}, name="exercise_check"),
    path("subscribe/", choices.subscribe, name="subscribe"),
    path("subscribe/confirm/<str:token>/", asking.confirm, name="confirm"),
    path("account/alerts/", choices.choices, name="choices"),
    path("account/alerts/stop/", stopping.stop_everything, name="stop_everything"),
    path("account/alerts/sent/", past_mail.past_mail, name="past_mail"),
    path("account/alerts/sent/<int:pk>/again/", past_mail.mail_again, name="mail_again"),
    path("account/membership/<int:pk>/mailboxes/", mailboxes.mailbox_list, name="mailbox_list"),
    path("account/membership/<int:pk>/webhooks/", webhooks.webhook_list, name="webhook_list"),
    path(
        "account/membership/<int:pk>/webhooks/<int:webhook>/",
        webhooks.webhook_change,
        name="webhook_change",
    ),
    path(
        "account/membership/<int:pk>/mailboxes/<int:mailbox>/end/",
        mailboxes.mailbox_end,
        name="mailbox_end",
    ),
    path("u/<str:token>/", links.stop, name="stop"),
    path("choices/<str:token>/", links.choices_by_link, name="choices_by_link"),
    path(
        "choices/<str:token>/stop/",
        stopping.stop_everything_by_link,
        name="stop_everything_by_link",
    ),
]

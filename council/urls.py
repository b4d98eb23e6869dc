"""Addresses of this app; see portal.urls for where they hang."""

from django.urls import include, path

from .views import applications, convening, meetings, members, minutes, papers, public

app_name = "council"

meeting_urls = [
    path("", meetings.meeting_list, name="meeting_list"),
    path("new/", convening.meeting_create, name="meeting_create"),
    path("<int:pk>/", meetings.meeting_detail, name="meeting_detail"),
    path("<int:pk>/reply/", meetings.meeting_rsvp, name="meeting_rsvp"),
    path("<int:pk>/meeting.ics", meetings.meeting_ics, name="meeting_ics"),
    path("<int:pk>/edit/", convening.meeting_edit, name="meeting_edit"),
    path("<int:pk>/announce/", convening.meeting_announce, name="meeting_announce"),
    path("<int:pk>/cancel/", convening.meeting_cancel, name="meeting_cancel"),
    path("<int:pk>/papers/", papers.papers_edit, name="papers_edit"),
    path("<int:pk>/papers/<str:key>/remove/", papers.paper_remove, name="paper_remove"),
    path("<int:pk>/minutes/", minutes.minutes_edit, name="minutes_edit"),
    path("<int:pk>/minutes/publish/", minutes.minutes_publish, name="minutes_publish"),
    path("<int:pk>/actions/new/", minutes.action_create, name="action_create"),
    path("<int:pk>/actions/<int:action>/done/", minutes.action_done, name="action_done"),
]

urlpatterns = [
    path("councils/", public.council_list, name="council_list"),
    path("councils/<slug:slug>/", public.council_detail, name="council_detail"),
    path("councils/<slug:slug>/apply/", applications.council_apply, name="council_apply"),
    path("account/membership/", members.membership, name="membership"),
    path("account/membership/<int:pk>/leave/", members.member_leave, name="member_leave"),
    path(
        "account/membership/applications/<int:pk>/",
        applications.application_detail,
        name="application_detail",
    ),
    path(
        "account/membership/applications/<int:pk>/answer/",
        applications.application_answer,
        name="application_answer",
    ),
    path(
        "account/membership/applications/<int:pk>/withdraw/",
        applications.application_withdraw,
        name="application_withdraw",
    ),
    path("members/papers/<str:key>/", papers.paper, name="paper"),
    path("members/councils/<slug:slug>/", members.council_home, name="council_home"),
    path("members/councils/<slug:slug>/members/", members.member_list, name="member_list"),
    path("members/councils/<slug:slug>/meetings/", include(meeting_urls)),
]

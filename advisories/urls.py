"""Reports: public ones first, then the same pages for those who may read more."""

from django.urls import path

from . import views

app_name = "advisories"

urlpatterns = [
    path("reports/", views.report_list, name="report_list"),
    path("reports/<slug:slug>/", views.report_detail, name="report_detail"),
    path("reports/<slug:slug>/editions/", views.edition_list, name="edition_list"),
    path(
        "reports/<slug:slug>/<int:year>/v<int:revision>/",
        views.edition_detail,
        name="edition_detail",
    ),
    path("members/reports/", views.member_report_list, name="member_report_list"),
    path("members/reports/<slug:slug>/", views.member_report_detail, name="member_report_detail"),
    path(
        "members/reports/<slug:slug>/editions/",
        views.member_edition_list,
        name="member_edition_list",
    ),
    path(
        "members/reports/<slug:slug>/<int:year>/v<int:revision>/",
        views.member_edition_detail,
        name="member_edition_detail",
    ),
]

"""Reports: public ones first, then the same pages for those who may read more."""

from django.urls import path

from .views import changes, files, pdf, ratings, reports, tell_editor

app_name = "advisories"

urlpatterns = [
    path("reports/", reports.report_list, name="report_list"),
    path("reports/<slug:slug>/", reports.report_detail, name="report_detail"),
    path("reports/<slug:slug>/editions/", reports.edition_list, name="edition_list"),
    path("reports/<slug:slug>/changes/", changes.report_changes, name="report_changes"),
    path("reports/<slug:slug>/ratings/", ratings.report_ratings, name="report_ratings"),
    path(
        "reports/<slug:slug>/<int:year>/v<int:revision>/",
        reports.edition_detail,
        name="edition_detail",
    ),
    path(
        "reports/<slug:slug>/<int:year>/v<int:revision>/report.pdf",
        pdf.edition_pdf,
        name="edition_pdf",
    ),
    path("reports/<slug:slug>/tell-the-editor/", tell_editor.tell_editor, name="tell_editor"),
    path("files/<str:key>/", files.attachment, name="attachment"),
    path("members/reports/", reports.member_report_list, name="member_report_list"),
    path("members/reports/<slug:slug>/", reports.member_report_detail, name="member_report_detail"),
    path(
        "members/reports/<slug:slug>/editions/",
        reports.member_edition_list,
        name="member_edition_list",
    ),
    path(
        "members/reports/<slug:slug>/changes/",
        changes.member_report_changes,
        name="member_report_changes",
    ),
    path(
        "members/reports/<slug:slug>/ratings/",
        ratings.member_report_ratings,
        name="member_report_ratings",
    ),
    path(
        "members/reports/<slug:slug>/<int:year>/v<int:revision>/",
        reports.member_edition_detail,
        name="member_edition_detail",
    ),
    path(
        "members/reports/<slug:slug>/<int:year>/v<int:revision>/report.pdf",
        pdf.member_edition_pdf,
        name="member_edition_pdf",
    ),
]

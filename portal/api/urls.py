"""Addresses of the JSON API, version 1. openapi.json beside this file describes each."""

from django.urls import path

from advisories.api import changes, levels, places, reports, sections
from alerts.formats import api as alerts

from . import views

app_name = "api"

EDITION = "reports/<slug:slug>/editions/<int:year>/<int:revision>"

urlpatterns = [
    path("", views.index, name="index"),
    path("openapi.json", views.openapi, name="openapi"),
    path("countries", places.countries, name="countries"),
    path("countries/<str:code>", places.country, name="country"),
    path("levels", levels.levels, name="levels"),
    path("levels/history", levels.level_history, name="level_history"),
    path("posts", places.posts, name="posts"),
    path("posts/<slug:slug>", places.post, name="post"),
    path("reports", reports.reports, name="reports"),
    path("reports/<slug:slug>", reports.report, name="report"),
    path("reports/<slug:slug>/changes", changes.changes, name="changes"),
    path(EDITION, reports.edition, name="edition"),
    path(f"{EDITION}/sections/<slug:anchor>", sections.section, name="section"),
    path("editions", reports.editions, name="editions"),
    path("sections", sections.sections, name="sections"),
    path("alerts", alerts.alerts, name="alerts"),
    path("alerts/<int:year>/<slug:slug>", alerts.alert, name="alert"),
]

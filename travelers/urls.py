"""Addresses of a traveler's own pages."""

from django.urls import path

from . import views

app_name = "travelers"

urlpatterns = [
    path("trips/", views.trip_list, name="trip_list"),
    path("trips/enroll/", views.trip_enroll, name="trip_enroll"),
    path("trips/<str:reference>/", views.trip_detail, name="trip_detail"),
    path(
        "trips/<str:reference>/enrolled/",
        views.trip_detail,
        {"just_enrolled": True},
        name="trip_enrolled",
    ),
    path("trips/<str:reference>/change/", views.trip_change, name="trip_change"),
    path("trips/<str:reference>/cancel/", views.trip_cancel, name="trip_cancel"),
    path("trips/<str:reference>/delete/", views.trip_delete, name="trip_delete"),
]

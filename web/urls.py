"""Addresses of files that belong to the look of the site."""

from django.urls import path

from . import views

app_name = "web"

urlpatterns = [
    path("brand/<str:digest>.css", views.brand, name="brand"),
    path("brand/<str:digest>.svg", views.icon, name="icon"),
    path("brand/<str:digest>.png", views.logo, name="logo"),
]

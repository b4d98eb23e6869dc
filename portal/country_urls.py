"""Countries A to Z, and the page of each; see portal.urls for where they hang."""

from django.urls import path

from .views import countries

urlpatterns = [
    path("", countries.country_list, name="country_list"),
    path("<slug:slug>/", countries.country_detail, name="country_detail"),
]

"""The public history as files; see portal.urls for where they hang."""

from django.urls import path

from .views import data

urlpatterns = [
    path("", data.data, name="data"),
    path("<str:name>", data.data_file, name="data_file"),
]

"""Addresses of this app; see portal.urls for where they hang."""

app_name = "advisories"

urlpatterns: list = []

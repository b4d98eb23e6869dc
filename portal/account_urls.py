"""Addresses; see portal.urls for where they hang."""

urlpatterns: list = []

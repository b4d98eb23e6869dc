"""Atom feeds; see portal.urls for where they hang."""

from django.urls import path

from .views import feeds

urlpatterns = [
    path("all.atom", feeds.everything_feed, name="everything_feed"),
    path("countries/<slug:slug>.atom", feeds.country_feed, name="country_feed"),
    path("posts/<slug:slug>.atom", feeds.post_feed, name="post_feed"),
    path("sections/<slug:key>.atom", feeds.section_feed, name="section_feed"),
]

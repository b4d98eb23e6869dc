"""The place finder and the pages of standing text; see portal.urls for where they hang."""

from django.urls import path

from .views import finder, pages

urlpatterns = [
    path("find/", finder.place_find, name="place_find"),
    path("about/", pages.about, name="about"),
    path("levels/", pages.levels, name="levels"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("contact/", pages.contact, name="contact"),
]

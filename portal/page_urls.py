"""The place finder, the search, the pages of standing text; see portal.urls for where they hang."""

from django.urls import path

from .views import finder, pages, search

urlpatterns = [
    path("find/", finder.place_find, name="place_find"),
    path("search/", search.search_page, name="search"),
    path("members/search/", search.member_search, name="member_search"),
    path("about/", pages.about, name="about"),
    path("levels/", pages.levels, name="levels"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("contact/", pages.contact, name="contact"),
]

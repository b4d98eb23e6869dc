"""A person's own start page and profile; see portal.urls for where they hang."""

from django.urls import path

from .views import account

urlpatterns = [
    path("", account.dashboard, name="account"),
    path("profile/", account.profile, name="profile"),
]

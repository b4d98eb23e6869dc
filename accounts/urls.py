"""The security pages that allauth does not bring; see portal.urls for where they hang."""

from django.urls import path

from . import views

urlpatterns = [
    path("security/", views.security, name="account_security"),
    path("second-factor/", views.second_factor, name="account_second_factor"),
    path("sign-in-again/", views.sign_in_again, name="account_sign_in_again"),
]

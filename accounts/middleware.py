"""Where a request came from, for the audit trail; and what some pages ask before they open."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.sites.requests import RequestSite
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from web.client import client_address

from . import audit, factors

FRESH = 10 * 60  # seconds after signing in
CHANGES_SIGNING_IN = {
    "account_email",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
}


def remember_request(get_response):
    def middleware(request):
        token = audit.network.set(client_address(request))
        try:
            return get_response(request)
        finally:
            audit.network.reset(token)

    return middleware


class KeepSite:
    """allauth's pages call the host `site`; on ours that word means the site's settings."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        if isinstance((response.context_data or {}).get("site"), RequestSite):
            del response.context_data["site"]
        return response


def staff_second_factor(get_response):
    """Staff pages and lists of people open to a session that has shown a second factor.

    Both only where STAFF_TWO_FACTOR is on.
    """

    def middleware(request):
        return get_response(request)

    def process_view(request, view, args, kwargs):
        if not needs_second_factor(request, view):
            return None
        kinds = factors.of(request.user)
        if not kinds:
            return redirect("account_second_factor")
        if factors.shown(request):
            return None
        return redirect(ask_for(kinds) + "?" + urlencode({"next": request.get_full_path()}))

    middleware.process_view = process_view
    return middleware


def needs_second_factor(request, view):
    if is_staff_page(request, view) and factors.needed_by(request.user):
        return True
    return factors.needed_for_names(request.user, view)


def is_staff_page(request, view):
    return request.resolver_match.app_names[:1] == ["admin"] or getattr(view, "is_staff", False)


def ask_for(kinds):
    """The page that asks a signed-in person for one of these second factors."""
    by_code = Authenticator.Type.TOTP in kinds
    return reverse("mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn")


def fresh_sign_in(get_response):
    """Who has neither password nor second factor confirms a change by a sign-in just made.

    allauth asks everybody else again by itself, and lets these people pass.
    """

    def middleware(request):
        return get_response(request)

    def process_view(request, view, args, kwargs):
        if request.resolver_match.url_name not in CHANGES_SIGNING_IN:
            return None
        if not request.user.is_authenticated or can_confirm(request.user) or is_fresh(request):
            return None
        return redirect(reverse("account_sign_in_again") + "?" + urlencode({"next": request.path}))

    middleware.process_view = process_view
    return middleware


def can_confirm(user):
    return user.has_usable_password() or bool(factors.of(user))


def is_fresh(request):
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < FRESH

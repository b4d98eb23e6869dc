"""What a person can see and change about how they sign in, in one place."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode


@login_required
def security(request):
    """Password, address, second step and devices, in words, each with its way to change it."""
    factors = Authenticator.objects.filter(user=request.user)
    context = {
        "app": factors.filter(type=Authenticator.Type.TOTP).first(),
        "passkeys": factors.filter(type=Authenticator.Type.WEBAUTHN).count(),
        "recovery_codes": recovery_codes_left(factors),
        "sessions": len(UserSession.objects.purge_and_list(request.user)),
        "section": "account",
    }
    return render(request, "account/security.html", context)


def recovery_codes_left(factors):
    codes = factors.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    return len(codes.wrap().get_unused_codes()) if codes else None


@login_required
def second_factor(request):
    """Why a staff member came here instead of the desk, and the two ways to go on."""
    return render(request, "account/second_factor.html", {"section": "account"})


@login_required
def sign_in_again(request):
    """For people without password and second factor: prove it is them by a fresh code."""
    target = get_next_redirect_url(request) or reverse("account_security")
    if request.method == "POST":
        get_adapter().logout(request)
        return redirect(reverse("account_request_login_code") + "?" + urlencode({"next": target}))
    return render(request, "account/sign_in_again.html", {"next": target, "section": "account"})

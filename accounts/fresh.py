"""Some deeds ask whoever does them to have shown lately that it is them."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from .middleware import can_confirm


def ask_again(request, seconds):
    """None if the last sign-in or confirmation is that fresh; else the way to confirm.

    Password or second factor are asked for where there is one, by allauth, which brings the
    person back with what they had posted; else a new code by email.
    """
    records = get_authentication_records(request, request.user)
    if records and time.time() - records[-1]["at"] < seconds:
        return None
    if can_confirm(request.user):
        raise ReauthenticationRequired
    back = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('account_sign_in_again')}?{back}")

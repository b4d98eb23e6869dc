"""What allauth tells only by its signals: its adapter has no hook for these moments.

A code typed to sign in confirms an address past `adapter.confirm_email`, and the second
factor's adapter is not asked when one is added, removed or wrong. What the adapter does
hear of (signing in, wrong passwords, new passwords) is in accounts.adapter.
"""

from allauth.account.signals import email_changed, email_confirmed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver

from . import actions, audit, factors


@receiver(email_confirmed)
def on_email_confirmed(request, email_address, **details):
    user = email_address.user
    user.email = email_address.email
    actions.confirm_email(user, by=user)


@receiver(email_changed)
def on_email_changed(request, user, from_email_address, to_email_address, **details):
    if from_email_address and from_email_address.email != to_email_address.email:
        audit.record("change_email", user, by=user)


@receiver(authenticator_added)
def on_authenticator_added(request, user, authenticator, **details):
    audit.record(f"add_{authenticator.type}", user, by=user)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        request.session[factors.ENROLLED] = user.pk


@receiver(authenticator_removed)
def on_authenticator_removed(request, user, authenticator, **details):
    audit.record(f"remove_{authenticator.type}", user, by=user)


@receiver(authenticator_reset)
def on_authenticator_reset(request, user, authenticator, **details):
    audit.record(f"renew_{authenticator.type}", user, by=user)

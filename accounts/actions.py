"""Deeds about people: each keeps their own row and allauth's row of the address in step."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from . import audit
from .models import User


def person_at(email):
    """The person of this address; one who cannot sign in by password yet where there is none.

    Making one is tried first, so that a known address takes about as long as an unknown one.
    """
    try:
        return User.objects.create_user(email)
    except IntegrityError:
        return User.objects.get(email=email)


@transaction.atomic
def confirm_email(user, *, by):
    """Note that this person proved the address to be theirs, by a code or a link in a mail."""
    if not user.email_confirmed_at:
        user.email_confirmed_at = timezone.now()
        user.save(update_fields=["email_confirmed_at"])
        audit.record("confirm_email", user, by=by)
    user.emailaddress_set.update_or_create(
        email=user.email, defaults={"verified": True, "primary": True}
    )


def forget_unproven_password(user):
    """A password set before the address was ever confirmed may be a stranger's: it goes.

    Whoever signs up with somebody else's address waits for the owner to confirm it, by a code
    or a link in a mail; the stranger's password would then open the owner's account.
    """
    if user and not user.email_confirmed_at and user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])


@transaction.atomic
def change_email(user, email, *, by):
    """Give a person another address, which they have to confirm before they sign in."""
    user.email = email
    user.email_confirmed_at = None
    user.save(update_fields=["email", "email_confirmed_at"])
    user.emailaddress_set.all().delete()
    user.emailaddress_set.create(email=user.email, verified=False, primary=True)
    audit.record("change_email", user, by=by)


@transaction.atomic
def remove_second_factor(user, *, by):
    """Let somebody who lost phone, passkey and recovery codes set them up anew."""
    user.authenticator_set.all().delete()
    audit.record("remove_second_factor", user, by=by)

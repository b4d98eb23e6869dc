"""The second factor: who needs one, who has one, who has shown it in this session."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings

# Set when a second factor was enrolled in this very session: whoever did so holds it, yet
# allauth has no record of it being used, and asking at once again would be a loop.
ENROLLED = "second_factor_enrolled_by"


def needed_by(user):
    return settings.STAFF_TWO_FACTOR and user.is_authenticated and user.is_staff


def second_factor_for(sees_names):
    """Mark a view that shows personal lists to those for whom `sees_names(user)` is true."""

    def mark(view):
        view.sees_names = sees_names
        return view

    return mark


def needed_for_names(user, view):
    """True on a page of names, for somebody who is shown them."""
    sees_names = getattr(view, "sees_names", None)
    asked = settings.STAFF_TWO_FACTOR and sees_names and user.is_authenticated
    return bool(asked and sees_names(user))


def of(user):
    """The kinds of second factor this person set up; recovery codes alone are none."""
    kinds = Authenticator.objects.filter(user_id=user.pk)
    kinds = kinds.exclude(type=Authenticator.Type.RECOVERY_CODES)
    return set(kinds.values_list("type", flat=True))


def shown(request):
    """True if this session proved its second factor, by signing in with it or enrolling it."""
    if request.session.get(ENROLLED) == request.user.pk:
        return True
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)

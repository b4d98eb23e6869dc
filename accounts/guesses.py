"""How often a password or a code may be wrong, and how often a code may be asked for.

All guesses at one account count together, passwords and codes of every kind, from all
unknown devices, in all workers. A device that signed in to the account before has a count
of its own.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from web.client import client_network
from web.ratelimit import LimitedError, take

from . import devices

WRONG_GUESSES = (5, 5 * 60)
CODES_ASKED_FOR = (4, 10 * 60)
# From one network: enough for an office behind one address, too few to try many accounts.
WRONG_GUESSES_OF_NETWORK = (50, 5 * 60)
CODES_OF_NETWORK = (30, 10 * 60)
SIGN_UPS_OF_NETWORK = (20, 60 * 60)


def start(request, email):
    """Count one guess at this account before it is checked; `take_back` it when it was right."""
    return Counted(request, "guess", email, WRONG_GUESSES, WRONG_GUESSES_OF_NETWORK)


def ask_for_code(request, email):
    """Count one code mailed to this address."""
    return Counted(request, "code", email, CODES_ASKED_FOR, CODES_OF_NETWORK)


def sign_up(request):
    return take(f"sign-up:{client_network(request)}", *SIGN_UPS_OF_NETWORK)


class Counted:
    """One use of an account's own count and, from an unknown device, of its network's."""

    def __init__(self, request, what, email, limit, network_limit):
        account, device = devices.normal(email), known(request, email)
        self.uses = []
        if device:
            self.uses.append(take(f"{what}:{account}:{device}", *limit))
            return
        self.uses.append(take(f"{what}:from:{client_network(request)}", *network_limit))
        try:
            self.uses.append(take(f"{what}:{account}", *limit))
        except LimitedError:
            self.take_back()
            raise

    def take_back(self):
        for use in self.uses:
            use.take_back()


def known(request, email):
    """The device's id if it signed in to this account before, or is signed in to it now."""
    user = getattr(request, "user", None)
    if user and user.is_authenticated and devices.normal(user.email) == devices.normal(email):
        return devices.read(request)[0] or f"session:{request.session.session_key}"
    return devices.known_device(request, email)


def refusal(limited):
    """What a form says to somebody who guessed too often."""
    minutes = -(-limited.retry_after // 60)
    return ValidationError(
        ngettext(
            "Too many tries. Try again in %(minutes)d minute.",
            "Too many tries. Try again in %(minutes)d minutes.",
            minutes,
        )
        % {"minutes": minutes},
        code="too_many_tries",
    )

"""The content security policy of each kind of page. Nothing is allowed that no page needs.

Public pages run no script at all. A page that asks for `request.csp_nonce` (passkeys do)
runs the scripts that carry it; a public page never may, for its bytes are kept and shared.
Staff pages run Django's scripts and those of the rich text editor, from this host.
"""

from csp.constants import NONCE, NONE, SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.urls import reverse

from .stylesheet import stylesheet_hash

# The one constant style element that the rich text editor writes into the page it is on;
# a browser test fails when a new release of it writes another.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"

CLOSED = {
    "default-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}


def reader_policy():
    return {
        **CLOSED,
        "img-src": [SELF],
        "script-src": [NONE],
        "style-src": [SELF, f"'{stylesheet_hash()}'"],
    }


def scripted_policy():
    """A page with the small scripts of allauth, each under the nonce of this answer."""
    return {**reader_policy(), "script-src": [NONCE], "connect-src": [SELF]}


def staff_policy():
    return {
        **CLOSED,
        "connect-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, f"'{stylesheet_hash()}'", EDITOR_STYLE],
    }


class PolicyMiddleware(CSPMiddleware):
    """django-csp with a policy by kind of page; a response may bring a stricter one itself."""

    def get_policy_parts(self, request, response, report_only=False):
        if report_only:
            return PolicyParts()
        return PolicyParts(config=self.policy(request, response), nonce=self.nonce(request))

    def policy(self, request, response):
        if request.path_info.startswith(reverse("admin:index")):
            policy = staff_policy()
        elif self.nonce(request) and not getattr(response, "is_public", False):
            policy = scripted_policy()
        else:
            policy = reader_policy()
        if settings.HTTPS:
            policy["upgrade-insecure-requests"] = True
        return policy

    def nonce(self, request):
        return getattr(request, "_csp_nonce", None)

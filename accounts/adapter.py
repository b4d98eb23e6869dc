"""What the portal decides where allauth asks: who may come in, what is counted and noted."""

import base64
import logging
import secrets
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from web.addresses import check_address
from web.client import client_address
from web.models import SiteSettings
from web.ratelimit import LimitedError

from . import audit, devices, guesses, secretbox

logger = logging.getLogger(__name__)
UNREADABLE = (
    "A second factor was set up under a SECRET_KEY that is gone, so its codes are refused. "
    "Name that key in SECRET_KEY_FALLBACKS and run manage.py renew_secrets."
)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "That email address and password do not belong together. Check both, or have a "
            "code sent to you."
        ),
        "incorrect_code": _("That is not the code we sent. Check it, or ask for a new one."),
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your password."),
        "email_taken": _("Somebody uses this address already."),
        "duplicate_email": _("This is your address already."),
        "same_as_current": _("This is your address already."),
        "too_many_login_attempts": _("Too many tries. Ask for a new code, or wait five minutes."),
        "rate_limited": _("Too many tries. Wait a minute."),
    }

    def is_open_for_signup(self, request):
        """Anybody may have an account: it shows nothing that is not public, until vetted."""
        return True

    def get_client_ip(self, request):
        return client_address(request)

    def is_safe_url(self, url):
        """`next` leads to a path, or to this site under its own name; never by the Host header."""
        own = urlsplit(settings.SITE_URL).netloc
        return url_has_allowed_host_and_scheme(url, {own}, require_https=settings.HTTPS)

    def is_ajax(self, request):
        """Pages answer with pages; only the passkey script asks one address for data."""
        match = request.resolver_match
        return bool(match) and match.url_name == "mfa_login_webauthn" and super().is_ajax(request)

    def send_mail(self, template_prefix, email, context):
        """allauth's mail in our words; links come from SITE_URL, never from the request."""
        about = {"email": email, "site": SiteSettings.load(), "site_url": settings.SITE_URL}
        context = {**context, **about}
        self.render_mail(template_prefix, email, context).send()

    def clean_email(self, email):
        check_address(super().clean_email(email))
        return email

    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data.get("name", "")
        user = super().save_user(request, user, form, commit)
        audit.record("sign_up", user, by=user)
        return user

    # Guesses: see accounts.guesses.

    def authenticate(self, request, **credentials):
        try:
            guess = guesses.start(request, credentials["email"])
        except LimitedError as limited:
            raise guesses.refusal(limited) from limited
        user = super().authenticate(request, **credentials)
        if user:
            guess.take_back()
        return user

    # The audit trail.

    def authentication_failed(self, request, **credentials):
        audit.record_failed_sign_in(credentials.get("email", ""))

    def post_login(self, request, user, **details):
        response = super().post_login(request, user, **details)
        audit.record("sign_in", user, by=user)
        devices.remember(request, response, user.email)
        return response

    def set_password(self, user, password):
        super().set_password(user, password)
        audit.record("set_password", user, by=user)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That is not the code of this moment. Wait for the next one."),
    }

    def get_totp_issuer(self):
        return SiteSettings.load().name

    def _get_site_name(self):
        return SiteSettings.load().name

    def build_totp_svg(self, url):
        """The picture to scan as an element of the page: images of data: addresses are refused."""
        picture = super().build_totp_svg(url)
        return SafeString(picture[picture.index("<svg") :])  # squares, drawn here from our key

    def encrypt(self, text):
        return secretbox.seal(text)

    def decrypt(self, encrypted_text):
        """What was sealed. With a key that is gone: something that no code belongs to."""
        try:
            return secretbox.unseal(encrypted_text)
        except InvalidToken:
            logger.error(UNREADABLE)
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user, type):  # noqa: A002  allauth's name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self):
        """Passkeys belong to the configured name of the site, not to whatever Host was sent."""
        return {"id": urlsplit(settings.SITE_URL).hostname, "name": self._get_site_name()}

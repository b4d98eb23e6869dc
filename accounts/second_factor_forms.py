"""allauth's forms of the second factor in the portal's words, counting guesses."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm as GenerateCodes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from web.ratelimit import allow

from .forms import AccountForm, CodeForm


class FactorCodeForm(CodeForm):
    def account_guessed(self):
        return self.user.email

    def clean_code(self):
        """A code opens the door once, also within the half minutes in which it stays right."""
        code = super().clean_code()
        digits = "".join(filter(str.isdigit, code))
        if not allow(f"code used:{self.user.pk}:{digits}", 1, 120):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(FactorCodeForm, mfa.AuthenticateForm):
    pass


class ReauthenticateForm(FactorCodeForm, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(AccountForm, totp.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the app")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class GenerateRecoveryCodesForm(AccountForm, GenerateCodes):
    pass


class CredentialForm(AccountForm):
    """Mixin: what a browser sends as a passkey is read here once, whatever it is.

    allauth and fido2 expect a well-formed answer; a hand-made one would raise anything.
    """

    kind = AuthenticationResponse

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"].validators.append(self.check_credential)
        self.fields["credential"].error_messages["invalid"] = _("The passkey did not answer.")
        self.fields["credential"].error_messages["required"] = _("The passkey did not answer.")

    def check_credential(self, value):
        try:
            self.kind.from_dict(value)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise forms.ValidationError(_("The passkey did not answer.")) from error


class AuthenticateWebAuthnForm(CredentialForm, webauthn.AuthenticateWebAuthnForm):
    pass


class LoginWebAuthnForm(CredentialForm, webauthn.LoginWebAuthnForm):
    pass


class ReauthenticateWebAuthnForm(CredentialForm, webauthn.ReauthenticateWebAuthnForm):
    pass


class AddWebAuthnForm(CredentialForm, webauthn.AddWebAuthnForm):
    kind = RegistrationResponse

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].max_length = 60
        self.fields["passwordless"].label = _("Sign in with this passkey alone")
        self.fields["passwordless"].help_text = _("The device then asks for your finger or PIN.")


class EditWebAuthnForm(AccountForm, webauthn.EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")

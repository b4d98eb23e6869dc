"""allauth's forms in the portal's words, counting guesses (see accounts.guesses)."""

from allauth.account import forms as account
from allauth.core import context
from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from web.forms import PlainForm
from web.lines import LineFormField
from web.ratelimit import LimitedError

from . import actions, audit, guesses
from .models import User

NEW_PASSWORD = _("12 to 128 characters. Several words are easy to remember and hard to guess.")


class AccountForm(PlainForm):
    """Labels stand above their fields, so there is no placeholder; one box for a new password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name == "password1":
                field.help_text = NEW_PASSWORD
            elif name in {"password", "oldpassword"}:
                field.help_text = ""


class LoginForm(AccountForm, account.LoginForm):
    pass


class SignupForm(AccountForm, account.SignupForm):
    name = LineFormField(
        label=_("Name"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    field_order = ["email", "password1", "name"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                guesses.sign_up(context.request)
            except LimitedError as limited:
                raise guesses.refusal(limited) from limited
        return cleaned

    @transaction.atomic
    def try_save(self, request):
        if self.account_already_exists:
            # Hash all the same: the answer for a known address must not come sooner.
            User().set_password(self.cleaned_data["password1"])
        return super().try_save(request)


class CodeRequestForm:
    """Mixin: so many codes to one address, and from one network."""

    def clean_email(self):
        email = super().clean_email()
        try:
            guesses.ask_for_code(context.request, email)
        except LimitedError as limited:
            raise guesses.refusal(limited) from limited
        return email


class RequestLoginCodeForm(AccountForm, CodeRequestForm, account.RequestLoginCodeForm):
    pass


class ResetPasswordForm(AccountForm, CodeRequestForm, account.ResetPasswordForm):
    pass


class CodeForm(AccountForm):
    """Mixin: a wrong code is a wrong guess at the account it was sent for."""

    def account_guessed(self):
        raise NotImplementedError

    def clean_code(self):
        email = self.account_guessed()
        try:
            guess = guesses.start(context.request, email)
        except LimitedError as limited:
            raise guesses.refusal(limited) from limited
        try:
            code = super().clean_code()
        except forms.ValidationError:
            audit.record_failed_sign_in(email)
            raise
        guess.take_back()
        return code


class ConfirmLoginCodeForm(CodeForm, account.ConfirmLoginCodeForm):
    def account_guessed(self):
        return context.request._login_stage.state["email"]

    def clean_code(self):
        code = super().clean_code()
        actions.forget_unproven_password(context.request._login_stage.login.user)
        return code


class ConfirmPasswordResetCodeForm(CodeForm, account.ConfirmPasswordResetCodeForm):
    def account_guessed(self):
        return context.request.session["account_password_reset_verification"]["email"]


class ConfirmEmailCodeForm(CodeForm, account.ConfirmEmailVerificationCodeForm):
    def account_guessed(self):
        return self.email


class AddEmailForm(AccountForm, account.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New email address")


class ReauthenticateForm(AccountForm, account.ReauthenticateForm):
    pass


class ChangePasswordForm(AccountForm, account.ChangePasswordForm):
    def clean_oldpassword(self):
        try:
            guess = guesses.start(context.request, self.user.email)
        except LimitedError as limited:
            raise guesses.refusal(limited) from limited
        password = super().clean_oldpassword()
        guess.take_back()
        return password


class SetPasswordForm(AccountForm, account.SetPasswordForm):
    pass


class ResetPasswordKeyForm(AccountForm, account.ResetPasswordKeyForm):
    pass

"""Asking to join."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from web.addresses import check_address
from web.forms import PlainForm

from ..models import Application

MOST_COLLEAGUES = 20


class ApplicationForm(PlainForm, forms.ModelForm):
    form_id = forms.UUIDField(widget=forms.HiddenInput)
    website = forms.URLField(
        label=_("Website"), required=False, max_length=200, assume_scheme="https"
    )

    class Meta:
        model = Application
        fields = [
            "organization_name",
            "website",
            "sector",
            "reason",
            "people",
            "first_voucher",
            "second_voucher",
        ]
        labels = {
            "organization_name": _("Organization"),
            "sector": _("Field of work"),
            "reason": _("Why do you want to join?"),
            "people": _("Colleagues who should join too"),
            "first_voucher": _("First person who can vouch for you"),
            "second_voucher": _("Second person who can vouch for you"),
        }
        help_texts = {
            "organization_name": _("Its full name, as on its letterhead."),
            "sector": _("As in “energy”, “education” or “relief work”."),
            "reason": _("What your organization does in the country, and with how many people."),
            "people": _("One work email a line, at most 20. You are included already."),
            "first_voucher": _("The email of somebody who knows your organization, best a member."),
            "second_voucher": _("Somebody else, best of another organization."),
        }
        widgets = {
            "organization_name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "reason": forms.Textarea(attrs={"rows": 5}),
            "people": forms.Textarea(attrs={"rows": 3}),
            "first_voucher": forms.EmailInput(attrs={"autocomplete": "off"}),
            "second_voucher": forms.EmailInput(attrs={"autocomplete": "off"}),
        }

    field_order = ("form_id", *Meta.fields)

    def __init__(self, *args, applicant, council, **options):
        super().__init__(*args, **options)
        self.applicant = applicant
        self.instance.council = council
        self.fields["form_id"].initial = uuid.uuid4

    def clean_organization_name(self):
        return " ".join(self.cleaned_data["organization_name"].split())

    def clean_people(self):
        addresses = dict.fromkeys(self.cleaned_data["people"].lower().replace(",", " ").split())
        for address in addresses:
            check_line(address)
        addresses.pop(self.applicant.email, None)
        if len(addresses) > MOST_COLLEAGUES:
            raise ValidationError(_("Name at most 20 colleagues; more can join later."))
        return "\n".join(addresses)

    def clean_first_voucher(self):
        return self.not_oneself(self.cleaned_data["first_voucher"])

    def clean_second_voucher(self):
        address = self.not_oneself(self.cleaned_data["second_voucher"])
        if address == self.cleaned_data.get("first_voucher"):
            raise ValidationError(_("Name two different people."))
        return address

    def not_oneself(self, address):
        if address.lower() == self.applicant.email:
            raise ValidationError(_("Name somebody else; this is your own address."))
        return address.lower()

    def save(self, commit=True):
        self.instance.form_id = self.cleaned_data["form_id"]
        return super().save(commit=commit)


def check_line(address):
    try:
        check_address(address)
    except ValidationError:
        raise ValidationError(
            _("“%(address)s” is not an email address. Write one a line, like name@example.org."),
            params={"address": address[:60]},
        ) from None


class InformationForm(PlainForm, forms.Form):
    text = forms.CharField(
        label=_("Your answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )

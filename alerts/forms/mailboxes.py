"""Shared mailboxes of an organization: addresses, countries, what comes, who answers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from advisories.models import Country, Tlp
from alerts.models import Frequency
from web.addresses import check_address
from web.forms import PlainForm

from .choices import GRADES

MOST = 10


class MailboxesForm(PlainForm, forms.Form):
    addresses = forms.CharField(
        label=_("Addresses"),
        max_length=3000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One a line, ten at most. Each gets a link, and nothing before it is opened."),
    )
    countries = forms.ModelMultipleChoiceField(
        Country.objects.all(),
        label=_("Countries"),
        widget=forms.SelectMultiple({"size": 8}),
        help_text=_("Hold Ctrl, on a Mac Command, to choose several."),
        error_messages={"required": _("Choose at least one country.")},
    )
    lowest_grade = forms.TypedChoiceField(label=_("Lowest grade"), choices=GRADES, coerce=int)
    new_reports = forms.BooleanField(label=_("New reports too"), required=False, initial=True)
    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=[(way.value, way.label) for way in Frequency if way != Frequency.NEVER],
    )
    tlp = forms.ChoiceField(
        label=_("Up to"),
        choices=Tlp.choices,
        initial=Tlp.CLEAR,
        help_text=_("Never above what your organization may read. Think of who opens the mailbox."),
    )
    answered_by = forms.ModelChoiceField(
        None,
        label=_("Who answers for it"),
        help_text=_("A member of your organization. When they leave, restricted mail stops."),
        error_messages={"required": _("Choose who answers for it.")},
    )

    def __init__(self, *args, membership, person, **options):
        super().__init__(*args, **options)
        people = membership.members.active().select_related("user")
        field = self.fields["answered_by"]
        field.queryset, field.initial = people, people.filter(user=person).first()
        field.label_from_instance = lambda member: str(member.user)

    def clean_addresses(self):
        lines = [line.strip().lower() for line in self.cleaned_data["addresses"].splitlines()]
        addresses = list(dict.fromkeys(filter(None, lines)))
        if len(addresses) > MOST:
            raise ValidationError(_("Enter ten addresses at most."))
        for address in addresses:
            try:
                check_address(address)
            except ValidationError:
                words = _("%(address)s is no email address. Enter one like duty@example.org")
                raise ValidationError(words % {"address": address[:80]}) from None
        return addresses

    @property
    def choice(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "addresses"}

"""Will you come?"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from web.forms import PlainForm
from web.lines import lines_of

from ..models import RsvpAnswer

MOST_GUESTS = 5


class ReplyForm(PlainForm, forms.Form):
    answer = forms.ChoiceField(
        label=_("Will you come?"), choices=RsvpAnswer.choices, widget=forms.RadioSelect
    )
    guests = forms.CharField(
        label=_("Guests you bring"),
        help_text=_("Full names as on their passports, one per line."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_guests(self):
        """The names as a list."""
        names = [" ".join(line.split()) for line in lines_of(self.cleaned_data["guests"])]
        names = [name for name in names if name]
        if len(names) > MOST_GUESTS:
            raise ValidationError(_("Bring at most 5 guests; ask the secretary about more."))
        return names

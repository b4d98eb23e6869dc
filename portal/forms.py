"""What a person says about themselves."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.time_zones import time_zone_choices
from web.forms import OnlyChanged, PlainForm


class ProfileForm(OnlyChanged, PlainForm, forms.ModelForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zone_choices,
        help_text=_("Daily and weekly mail comes at 08:00 there."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)

    class Meta:
        model = User
        fields = ["name", "time_zone", "language"]
        help_texts = {"name": _("As other members of your councils see it.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if len(settings.LANGUAGES) < 2:
            del self.fields["language"]

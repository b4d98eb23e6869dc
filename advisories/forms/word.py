"""A draft that comes back from Word."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WordForm(forms.Form):
    file = forms.FileField(
        label=_("Word file"),
        help_text=_("The file that was made from this draft, with the changes in it."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

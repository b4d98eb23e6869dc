"""A reader's words to the editors."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from web.forms import PlainForm

from ..models import EditorTask


class TellEditorForm(PlainForm, forms.Form):
    message = forms.CharField(
        label=_("What is wrong or out of date?"),
        help_text=_(
            "Say which section, what is the case, and how you know. "
            "Leave out names and numbers of persons."
        ),
        max_length=EditorTask._meta.get_field("message").max_length,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what is wrong or out of date.")},
    )
    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

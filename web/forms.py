"""Forms as the design has them: native controls, errors tied to their fields."""

import json

from django import forms
from django.forms.fields import InvalidJSONInput
from django.forms.utils import pretty_name
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

NAMELESS = forms.Field.default_error_messages["required"]


UNSTYLED = (
    forms.CheckboxInput,
    forms.RadioSelect,
    forms.CheckboxSelectMultiple,
    forms.HiddenInput,
)


class PlainForm:
    """Mixin that gives every widget its class, and errors that name their field.

    Django 5.2 renders aria-describedby for help texts and errors by itself where the
    field's template offers those ids (includes/field.html does).
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if not isinstance(field.widget, UNSTYLED):
                field.widget.attrs.setdefault("class", "in")
            if field.error_messages.get("required") == NAMELESS:
                label = field.label or pretty_name(name)
                field.error_messages["required"] = format_lazy(_("Fill in: {label}"), label=label)


class OnlyChanged:
    """Mixin of a form in which each control carries what it showed when the page was opened.

    So `changes` are what this page changed, and not what another window saved meanwhile.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            sent = self.add_initial_prefix(name) in self.data
            field.show_hidden_initial = sent or not self.is_bound

    @property
    def changes(self):
        return {name: self.cleaned_data[name] for name in self.changed_data}


class StorableJSONField(forms.JSONField):
    """JSON that can be stored and shown again: its escapes may name no NUL, no half character."""

    default_error_messages = {"unstorable": _("Take out the escapes \\u0000 and \\ud800.")}

    def to_python(self, value):
        value = super().to_python(value)
        if not is_storable(value):
            raise forms.ValidationError(self.error_messages["unstorable"], code="unstorable")
        return value

    def bound_data(self, data, initial):
        value = super().bound_data(data, initial)
        return value if is_storable(value) else InvalidJSONInput(data)


def is_storable(value):
    text = json.dumps(value, ensure_ascii=False)
    return "\\u0000" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)

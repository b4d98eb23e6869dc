"""Two people at one row of the staff pages: the second save is refused and shows both texts.

What was read is told apart by a digest of the values on the page, which every table has; texts
that several people write for weeks count versions of their own (editions, alerts, meetings).
"""

import hashlib

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

SHOWN = 400  # characters of a stored text beside one's own


def state_of(row, names):
    """A digest of these fields of a row, as it is stored now."""
    fields = [field for field in row._meta.concrete_fields if field.name in names]
    values = [str(field.value_from_object(row)) for field in fields]
    values += [
        str(sorted(getattr(row, field.name).values_list("pk", flat=True)))
        for field in row._meta.many_to_many
        if field.name in names
    ]
    return hashlib.sha256("\0".join(values).encode()).hexdigest()


class BothTextsForm(forms.ModelForm):
    """Refuses to write over what somebody else saved since this form was opened."""

    read_state = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["read_state"] = state_of(self.instance, self.fields)

    def clean(self):
        found = super().clean()
        rows = type(self.instance)._base_manager.select_for_update(of=("self",))
        stored = rows.filter(pk=self.instance.pk).first() if self.instance.pk else None
        read = self.cleaned_data.get("read_state")
        if stored and read and read != state_of(stored, self.fields):
            self.show_both(stored)
        return found

    def show_both(self, stored):
        """Say what is stored now; saving once more is a decision."""
        theirs = type(self)(instance=stored)
        self.add_error(
            None,
            _(
                "Somebody else saved this meanwhile. Nothing of theirs was overwritten, and what "
                "you typed is still here. Save again to put yours in its place."
            ),
        )
        for field in theirs.visible_fields():
            if field.field.has_changed(field.initial, self[field.name].data):
                words = _("Stored now: “%(text)s”") % {"text": text_of(field)[:SHOWN]}
                self.add_error(field.name, words)
        data = self.data.copy()
        data["read_state"] = state_of(stored, self.fields)
        self.data = data


def text_of(field):
    """What a control shows, as text in one line."""
    value = field.value()
    choices = dict(getattr(field.field, "choices", ()))
    if isinstance(value, list | tuple):
        return ", ".join(sorted(str(getattr(each, "pk", each)) for each in value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if choices:
        value = next((words for key, words in choices.items() if str(key) == str(value)), value)
    return " ".join(strip_tags(str("" if value is None else value)).split())


class BothTexts:
    """Mixin of an admin whose `form` is a BothTextsForm: the page carries what was read."""

    form = BothTextsForm

    def get_fieldsets(self, request, obj=None):
        found = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return found
        if "read_state" in flatten_fieldsets(found):
            return found
        return [*found, (None, {"fields": ["read_state"], "classes": ["hidden"]})]

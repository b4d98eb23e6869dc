"""Two people at one form: what the second one typed, beside what stands there now."""

from contextlib import suppress
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from advisories.difference import compare_text, differ


class VersionField(forms.IntegerField):
    """The version that was read when the form was opened; 0 where there was no row yet."""

    def __init__(self, **options):
        options = {"widget": forms.HiddenInput, "required": False, **options}
        super().__init__(min_value=0, max_value=2**31 - 1, **options)

    def clean(self, value):
        return super().clean(value) or 0


@dataclass(frozen=True)
class Conflict:
    label: str
    blocks: list  # of Pieces: removed is only stored, added is only typed


def conflicts(typed, stored):
    """The fields in which a bound form says something else than one of the row as it is now."""
    pairs = zip(stored.visible_fields(), typed.visible_fields(), strict=True)
    found = [
        Conflict(theirs.label, compare_text(words_of(theirs), words_of(mine)))
        for theirs, mine in pairs
    ]
    return [conflict for conflict in found if differ(conflict.blocks)]


def words_of(field):
    """What the control shows, as text; 9:00 typed as 09:00:00 is the same time."""
    value = field.value()
    choices = dict(getattr(field.field, "choices", ()))
    if choices:
        return str(choices.get(value, ""))
    with suppress(ValidationError):
        value = field.field.to_python(value)
    return str(field.field.widget.format_value(value) or "")


def typed_again(data, version):
    """The same data over the version of now: saving once more is a decision."""
    data = data.copy()
    data["read_version"] = version
    return data

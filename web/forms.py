"""Forms as the design has them: native controls, errors tied to their fields."""

from django import forms


class PlainForm:
    """Mixin that gives every widget its class and, once bound, its ARIA state.

    Django 5.2 renders aria-describedby for help texts and errors by itself where the
    field's template offers those ids (includes/field.html does).
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(
                field.widget,
                (
                    forms.CheckboxInput,
                    forms.RadioSelect,
                    forms.CheckboxSelectMultiple,
                    forms.HiddenInput,
                ),
            ):
                field.widget.attrs.setdefault("class", "in")

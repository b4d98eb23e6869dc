"""Giving a role: the person is named by address, so that nobody browses the list of people."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from ..models import Assignment


class AssignmentForm(forms.ModelForm):
    email = forms.EmailField(label=_("Email of the person"))

    class Meta:
        model = Assignment
        fields = ["role", "everywhere", "country", "post", "council"]

    def clean_email(self):
        people = get_user_model().objects.reachable()
        person = people.filter(email=self.cleaned_data["email"].lower()).first()
        if person is None:
            raise forms.ValidationError(
                _("Nobody with a confirmed address of this name has an account here.")
            )
        self.instance.user = person
        return person.email

    def clean(self):
        values = super().clean()
        person = self.instance.user if self.instance.user_id else None
        place = {name: values.get(name) for name in ("everywhere", "country", "post", "council")}
        held = person and person.assignments.active().filter(role=values.get("role"), **place)
        if held and held.exists():
            raise forms.ValidationError(_("This person holds this role here already."))
        return values

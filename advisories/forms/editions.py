"""The form of a draft: its own fields, and the version that guards against lost updates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Edition
from .editor import ReportTextField, as_html
from .times import day_box

STALE = _("Somebody else saved this edition meanwhile. Nothing of theirs was overwritten.")


class EditionForm(forms.ModelForm):
    read_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    summary = ReportTextField(
        label=_("In short"),
        help_text=_("A list of at most six lines; the subject of each comes first, in bold."),
    )
    settled = forms.MultipleChoiceField(
        label=_("Dealt with"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Edition
        fields = [
            "title", "tlp", "council", "summary", "change_note", "approved_as", "next_review_on",
        ]  # fmt: skip
        widgets = {
            "change_note": forms.Textarea(attrs={"rows": 3}),
            "next_review_on": day_box(),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_stale = False
        self.initial["read_version"] = self.instance.version
        self.initial["summary"] = as_html(self.instance.summary)
        self.fields["settled"].choices = list(enumerate(self.instance.problems))
        if not self.instance.problems:
            del self.fields["settled"]

    def clean_settled(self):
        return {int(place) for place in self.cleaned_data["settled"]}

    def clean(self):
        """Compare with the row as it is now, and keep it so until this save is through."""
        values = super().clean()
        stored = Edition.objects.select_for_update().get(pk=self.instance.pk)
        if stored.version != values.get("read_version") or stored.published_at:
            self.is_stale = True
            # Saving once more is a decision: it goes over what was shown to this person.
            typed = self.data.copy()
            typed[self.add_prefix("read_version")] = stored.version
            self.data = typed
            raise forms.ValidationError(STALE, code="stale")
        return values

    def _post_clean(self):
        super()._post_clean()
        settled = self.cleaned_data.get("settled") or ()
        self.instance.problems = [
            problem for place, problem in enumerate(self.instance.problems) if place not in settled
        ]

"""What a sender types: an alert, its places, the number of people, why it is over."""

import uuid
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from advisories.forms.times import PlaceTimeField, day_box
from alerts.audience.within import key_of
from alerts.models import Alert, AlertPlace, AlertTemplate


def text_box(rows):
    return forms.Textarea(attrs={"rows": rows})


class AlertForm(forms.ModelForm):
    """`form_key` makes one alert of two clicks, `read_version` refuses a stale save."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    read_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Alert
        fields = [
            "grade", "title", "what_to_do", "what_happened", "where_and_when", "if_affected",
            "starts_on", "ends_on", "tlp", "council", "everywhere",
        ]  # fmt: skip
        widgets = {
            "starts_on": day_box(),
            "ends_on": day_box(),
            "what_to_do": text_box(5),
            "what_happened": text_box(5),
            "where_and_when": text_box(3),
            "if_affected": text_box(3),
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["read_version"] = self.instance.version
        else:
            self.initial["form_key"] = uuid.uuid4()

    def clean(self):
        found = super().clean()
        if self.instance.pk and found.get("read_version") != self.stored_version():
            self.add_error(
                None,
                _(
                    "Somebody else saved this alert meanwhile, and yours is not saved. Open the "
                    "alert in another window, and put both together here."
                ),
            )
            self.data = {**self.data.dict(), "read_version": self.stored_version()}
        return found

    def stored_version(self):
        rows = Alert.objects.select_for_update().filter(pk=self.instance.pk)
        return rows.values_list("version", flat=True).first()

    def save(self, commit=True):
        if not self.instance.pk and self.cleaned_data.get("form_key"):
            self.instance.form_id = self.cleaned_data["form_key"]
        return super().save(commit)


class AlertPlaceForm(forms.ModelForm):
    """One line: a whole country, an area of it, or a post in it."""

    places: list = []  # [(key, words, row)] within the sender's reach, set for each request
    place = forms.ChoiceField(label=_("Place"))

    class Meta:
        model = AlertPlace
        fields: list[str] = []

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["place"].choices = [
            ("", "–"),
            *((key, words) for key, words, _row in self.places),
        ]
        if self.instance.pk:
            self.initial["place"] = key_of(self.instance.place)

    def clean_place(self):
        chosen = self.cleaned_data["place"]
        row = next(row for key, _words, row in self.places if key == chosen)
        for name in ("country", "area", "post"):
            setattr(self.instance, name, row if row._meta.model_name == name else None)
        return chosen


class AlertPlaceFormSet(forms.BaseInlineFormSet):
    def clean(self):
        kept = [form for form in self.forms if not self._should_delete_form(form)]
        chosen = [form.cleaned_data["place"] for form in kept if form.cleaned_data.get("place")]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("A place is chosen twice."))


class StartForm(forms.Form):
    """A template and where it happened; `form_key` makes one draft of two clicks."""

    template = forms.ModelChoiceField(
        AlertTemplate.objects.all(), label=_("Template"), empty_label="–"
    )
    place = forms.ChoiceField(label=_("Place"))
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, places, **options):
        super().__init__(*args, **options)
        self.rows = {key: row for key, _words, row in places}
        self.fields["place"].choices = [("", "–"), *((key, words) for key, words, _row in places)]

    def clean_place(self):
        return self.rows[self.cleaned_data["place"]]


class ConfirmForm(forms.Form):
    """The number of people, typed; beside it what was counted and which version was read.

    `at` is a time on the clock of the alert's place; the button pressed says whether it counts.
    """

    typed = forms.CharField(max_length=20)
    counted = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    at = PlaceTimeField(label=_("Or send it at"), required=False)

    def __init__(self, *args, zone="UTC", **options):
        super().__init__(*args, **options)
        self.fields["at"].zone = ZoneInfo(zone)

    def clean_at(self):
        at, scheduling = self.cleaned_data["at"], "schedule" in self.data
        if scheduling and not at:
            raise forms.ValidationError(_("Choose when it is to be sent."))
        if at and not scheduling:
            raise forms.ValidationError(
                _("You chose a time. Press Schedule, or clear the time to send now.")
            )
        return at

    def clean(self):
        found = super().clean()
        counted, typed = found.get("counted"), found.get("typed", "")
        digits = "".join(sign for sign in typed if sign not in " ,.\u00a0\u202f")
        if "typed" in found and digits != str(counted):
            self.add_error("typed", _("Type %s, the number of people above.") % counted)
        return found


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("What is to be changed"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what is to be changed.")},
    )


class EndForm(forms.Form):
    because = forms.CharField(
        label=_("Why it is over"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see this as the first line of the alert."),
        error_messages={"required": _("Say in one sentence why it is over.")},
    )

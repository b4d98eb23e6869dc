"""Starting an edition, and making it public."""

import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..actions import Kind
from ..models import Edition
from .times import PlaceTimeField

FIRST_YEAR = 1990


class StartForm(forms.Form):
    year = forms.IntegerField(
        label=_("Year"), min_value=FIRST_YEAR, help_text=_("The year that the edition is about.")
    )
    from_edition = forms.ModelChoiceField(
        label=_("Begin with the text of"),
        queryset=Edition.objects.none(),
        required=False,
        empty_label=_("the current edition"),
    )

    def __init__(self, *args, editions, **kwargs):
        super().__init__(*args, **kwargs)
        year = timezone.localdate().year
        self.fields["year"].initial = year
        self.fields["year"].max_value = year + 1
        self.fields["year"].validators.append(self.not_far_ahead)
        self.fields["from_edition"].queryset = editions
        self.fields["from_edition"].label_from_instance = edition_words

    def not_far_ahead(self, year):
        if year > timezone.localdate().year + 1:
            raise ValidationError(_("This year is too far ahead."))


def edition_words(edition):
    words = _("%(year)s, version %(revision)s") if edition.published_at else _("%(year)s, draft")
    return words % {"year": edition.year, "revision": edition.revision}


class PublishForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What kind of edition is this?"),
        choices=Kind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether this is a minor or a major edition.")},
    )
    at = PlaceTimeField(label=_("Publish later, at"), required=False)

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        at = self.fields["at"]
        at.zone = zoneinfo.ZoneInfo(edition.zone_name)
        at.help_text = _("Leave empty to publish now. Time in %(zone)s.") % {
            "zone": edition.zone_name
        }

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at and at <= timezone.now():
            raise ValidationError(_("Enter a time that is still to come, or leave it empty."))
        return at

"""Planning and changing a meeting, in the hours of the place where it is held."""

import uuid
import zoneinfo
from datetime import UTC, date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisories.models import Tlp
from web.forms import PlainForm

from ..models import Meeting
from .agenda import AgendaField, agenda_lines
from .stale import VersionField

WITHIN_COUNCILS = [
    (Tlp.AMBER.value, _("TLP:AMBER, members of this council")),
    (Tlp.GREEN.value, _("TLP:GREEN, may be shown to members of other councils")),
]
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


def day_input():
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def time_input():
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class MeetingForm(PlainForm, forms.ModelForm):
    form_id = forms.UUIDField(widget=forms.HiddenInput)
    read_version = VersionField()
    video_link = forms.URLField(
        label=_("Video link"), required=False, max_length=200, assume_scheme="https"
    )
    day = forms.DateField(label=_("Day"), widget=day_input())
    begins = forms.TimeField(label=_("Starts"), widget=time_input())
    finishes = forms.TimeField(label=_("Ends"), widget=time_input())
    tlp = forms.ChoiceField(
        label=_("Who may know the place"),
        choices=WITHIN_COUNCILS,
        help_text=_("A calendar file holds the place and the video link only with TLP:GREEN."),
    )
    agenda = AgendaField(required=False)

    class Meta:
        model = Meeting
        fields = [
            "title",
            "place",
            "video_link",
            "getting_in",
            "capacity",
            "reply_by",
            "tlp",
        ]
        widgets = {
            "getting_in": forms.Textarea(attrs={"rows": 3}),
            "reply_by": day_input(),
        }
        help_texts = {
            "getting_in": _("What to bring, what stays outside, how long the gate takes."),
        }

    field_order = (
        "form_id",
        "read_version",
        "title",
        "day",
        "begins",
        "finishes",
        "place",
        "video_link",
        "getting_in",
        "agenda",
        "capacity",
        "reply_by",
        "tlp",
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.zone = zoneinfo.ZoneInfo(self.instance.council.time_zone)
        self.fields["day"].help_text = _("Times are those of %s.") % self.zone.key
        self.initial["form_id"] = self.instance.form_id if self.instance.pk else uuid.uuid4()
        if self.instance.pk:
            self.initial |= self.present()

    def present(self):
        starts, ends = (
            moment.astimezone(self.zone)
            for moment in (self.instance.starts_at, self.instance.ends_at)
        )
        return {
            "day": starts.date(),
            "begins": starts.time(),
            "finishes": ends.time(),
            "read_version": self.instance.version,
            "agenda": agenda_lines(self.instance.agenda.all()),
        }

    def clean_day(self):
        day = self.cleaned_data["day"]
        if not EARLIEST <= day <= LATEST:
            raise ValidationError(_("Enter a day of this century."))
        return day

    def clean(self):
        found = super().clean()
        if "day" in found and "begins" in found:
            self.instance.starts_at = self.moment("begins")
        if "day" in found and "finishes" in found:
            self.instance.ends_at = self.moment("finishes")
        self.check_order(found)
        if self.instance.pk:
            self.instance.version = found.get("read_version")
        return found

    def moment(self, name):
        """Day and time of the form in UTC; a time that a clock change leaves out is an error."""
        local = datetime.combine(
            self.cleaned_data["day"], self.cleaned_data[name], tzinfo=self.zone
        )
        moment = local.astimezone(UTC)
        if moment.astimezone(self.zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            self.add_error(name, _("The clocks change that day and leave this time out."))
        return moment

    def check_order(self, found):
        if {"day", "begins", "finishes"} - found.keys():
            return
        if found.get("reply_by") and found["reply_by"] > found["day"]:
            self.add_error("reply_by", _("The last day for replies is not after the meeting."))
        if self.instance.ends_at <= self.instance.starts_at:
            self.add_error("finishes", _("A meeting ends after it starts, on the same day."))
        if self.instance.pk is None and self.instance.starts_at <= timezone.now():
            self.add_error("day", _("Enter a day and time to come."))

    def save(self, commit=True):
        if self.instance.pk is None:
            self.instance.form_id = self.cleaned_data["form_id"]
        return super().save(commit=commit)

"""What a person chooses to get by email."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.time_zones import time_zone_choices
from advisories.importer.vocabulary import current_vocabulary
from alerts.audience.sources import mutes_of, sources_of
from alerts.models import Frequency, Grade, Subscription
from alerts.models.asking import place_of
from alerts.wording.why import places_in_words
from travelers.forms import place_choices
from web.addresses import check_address
from web.dates import DayField
from web.forms import OnlyChanged, PlainForm

GRADES = [
    (Grade.NOTICE, _("Everything")),
    (Grade.WARNING, _("Warnings and emergencies")),
    (Grade.EMERGENCY, _("Emergencies only")),
]
LONGEST_PAUSE = timedelta(days=366)


class SubscriptionForm(OnlyChanged, PlainForm, forms.ModelForm):
    """One row of the table of places."""

    lowest_grade = forms.TypedChoiceField(label=_("Lowest grade"), choices=GRADES, coerce=int)
    remove = forms.BooleanField(label=_("Remove"), required=False)

    class Meta:
        model = Subscription
        fields = ["frequency", "lowest_grade", "new_reports"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        row = self.instance
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{field.label}: {row}"
            field.widget.attrs["id"] = f"{self.prefix}-{name}"


class ZoneForm(OnlyChanged, PlainForm, forms.Form):
    """When it is 08:00 for this person."""

    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        choices=time_zone_choices,
        help_text=_("Daily mail, and weekly mail on Monday, comes at 08:00 there."),
    )

    def __init__(self, *args, zone, **options):
        super().__init__(*args, initial={"time_zone": zone}, **options)
        field = self.fields["time_zone"]
        if zone not in dict(field.choices):
            field.choices = [(zone, zone), *field.choices]


class SourceForm(OnlyChanged, PlainForm, forms.Form):
    """What comes because of one trip or membership, which itself stays as it is."""

    MAIL = [
        ("all", _("Everything")),
        ("emergencies", _("Emergencies only")),
        ("none", _("Nothing, no emergencies either")),
    ]
    mail = forms.ChoiceField(label=_("What comes"), choices=MAIL)

    def __init__(self, *args, source, mute, **options):
        self.source, self.name = source, source_in_words(source)
        super().__init__(*args, initial={"mail": mail_through(mute)}, **options)
        self.fields["mail"].widget.attrs["aria-label"] = f"{_('What comes')}: {self.name}"


def mail_through(mute):
    if mute is None:
        return "all"
    return "none" if mute.emergencies else "emergencies"


def source_in_words(source):
    if source._meta.model_name == "trip":
        return _("Your trip to %s") % places_in_words(source)
    return _("Your membership of %s") % source.council.name


class ChoicesForm:
    """The page's one form: a row for each place, trip and membership, saved together."""

    def __init__(self, user, data=None):
        self.user, self.data = user, data
        rows = user.subscriptions.active().select_related("country", "post__country")
        self.places = [self.row(SubscriptionForm, f"s{row.pk}", instance=row) for row in rows]
        self.sources = [
            self.row(
                SourceForm,
                f"{source._meta.model_name}{source.pk}",
                source=source,
                mute=mutes_of(user).filter(**{source._meta.model_name: source}).first(),
            )
            for source in sources_of(user)
        ]
        sent = data and "time_zone" in data
        self.zone = ZoneForm(data if sent else None, zone=user.time_zone)

    def row(self, form, prefix, **options):
        """Bound only if the page that was sent held this row."""
        sent = self.data and any(name.startswith(f"{prefix}-") for name in self.data)
        return form(self.data if sent else None, prefix=prefix, **options)

    @property
    def holds_what_is_gone(self):
        """A row of the page that was sent is not there any more: ended in another window."""
        here = {row.prefix for row in [*self.places, *self.sources]}
        sent = {name.partition("-")[0] for name in self.data or () if "-" in name}
        return bool(sent - here - {"initial"})

    @property
    def bound(self):
        return [form for form in [*self.places, *self.sources, self.zone] if form.is_bound]

    def is_valid(self):
        return not any(row.errors for row in self.bound)


class StopEverythingForm(PlainForm, forms.Form):
    """Asked of who has a trip or a membership; the rest stops without a question."""

    emergencies = forms.ChoiceField(
        label=_("Emergencies where you are, for your trips and memberships"),
        choices=[
            ("keep", _("Keep them: an email if lives are at risk there")),
            ("stop", _("Stop them too: I would hear of nothing by email")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens to emergency email.")},
    )

    def __init__(self, *args, sources, **options):
        super().__init__(*args, **options)
        self.sources = [source_in_words(source) for source in sources]
        if not sources:
            del self.fields["emergencies"]

    @property
    def stops_emergencies(self):
        return self.cleaned_data.get("emergencies") == "stop"


class PauseForm(PlainForm, forms.Form):
    until = DayField(
        label=_("Pause until"),
        error_messages={"required": _("Enter the day from which email may come again.")},
    )

    def clean_until(self):
        until, today = self.cleaned_data["until"], timezone.localdate()
        if until <= today:
            raise forms.ValidationError(_("Enter a day after today."))
        if until > today + LONGEST_PAUSE:
            raise forms.ValidationError(_("Enter a day within a year."))
        return until


class SubscribeForm(PlainForm, forms.Form):
    """Three choices first; what stands under "more" can stay as it is."""

    MORE = ("frequency", "section_key", "reports")

    place = forms.ChoiceField(
        label=_("Country or city"),
        error_messages={
            "required": _("Choose a country or city."),
            "invalid_choice": _("Choose a country or city from the list."),
        },
    )
    lowest_grade = forms.TypedChoiceField(
        label=_("What do you want to get?"),
        choices=[
            (Grade.NOTICE, _("Everything: all alerts, and new reports")),
            (Grade.WARNING, _("Warnings and emergencies")),
            (Grade.EMERGENCY, _("Emergencies only")),
        ],
        coerce=int,
        widget=forms.RadioSelect,
        initial=Grade.NOTICE,
        error_messages={"required": _("Choose what you want to get.")},
    )
    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=[
            (Frequency.AT_ONCE, _("At once")),
            (Frequency.DAILY, _("Once a day, at 08:00")),
            (Frequency.WEEKLY, _("Once a week, on Monday at 08:00")),
        ],
        widget=forms.RadioSelect,
        initial=Frequency.AT_ONCE,
        required=False,
        help_text=_("An emergency comes at once all the same."),
    )
    reports = forms.ChoiceField(
        label=_("New reports"),
        choices=[
            ("", _("Only with “Everything”")),
            ("yes", _("Yes")),
            ("no", _("No")),
        ],
        required=False,
    )
    section_key = forms.ChoiceField(
        label=_("Only one section of the reports"),
        required=False,
        help_text=_("You then hear of a new edition if that section changed, and of no alerts."),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["place"].choices = all_choices()
        kinds = current_vocabulary().kinds.values()
        sections = [(kind.key, kind.name) for kind in kinds]
        self.fields["section_key"].choices = [("", _("No, all of it")), *sections]

    @property
    def more(self):
        return [self[name] for name in self.MORE]

    @property
    def more_is_open(self):
        """Where something in it was chosen or is wrong."""
        plain = [name for name in self.MORE if name != "time_zone"]
        return any(self[name].errors or self[name].value() not in ALONE for name in plain)

    @property
    def chosen_place(self):
        """The country or post, or None for all countries."""
        return place_of(self.cleaned_data["place"])

    @property
    def choice(self):
        """What was chosen, as the fields of a subscription."""
        typed = self.cleaned_data
        everything = typed["lowest_grade"] == Grade.NOTICE
        section = typed["section_key"]
        return {
            "lowest_grade": typed["lowest_grade"],
            "new_reports": bool(section) or typed["reports"] == "yes"
            or (everything and typed["reports"] != "no"),
            "frequency": typed["frequency"] or Frequency.AT_ONCE,
            "section_key": section,
        }  # fmt: skip


ALONE = ("", None, Frequency.AT_ONCE)


class AskForm(SubscribeForm):
    """The same, for somebody who is not signed in: the address comes first."""

    MORE = ("frequency", "time_zone", "section_key", "reports")

    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        validators=[check_address],
        help_text=_("We send you a link. Nothing else comes before you clicked it."),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Enter an email address, like name@example.org"),
            "invalid": _("Enter an email address, like name@example.org"),
        },
    )
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        choices=time_zone_choices,
        initial="UTC",
        required=False,
        help_text=_("For the 08:00 of a daily or weekly email."),
    )
    field_order = ["place", "email"]

    @property
    def more_is_open(self):
        zone = self["time_zone"].value()
        return super().more_is_open or zone not in ("UTC", "", None)

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    @property
    def choice(self):
        return super().choice | {"time_zone": self.cleaned_data["time_zone"]}


def all_choices():
    """All countries first, then every country with its posts."""
    blank, *places = place_choices()
    return [blank, ("everything", _("All countries")), *places]

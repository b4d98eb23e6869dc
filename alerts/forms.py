"""What a person chooses to get by email."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisories.models import Country, Post
from travelers.forms import place_choices
from web.dates import DayField
from web.forms import PlainForm

from .models import Grade, Mute, Subscription
from .why import places_in_words

GRADES = [
    (Grade.NOTICE, _("Everything")),
    (Grade.WARNING, _("Warnings and emergencies")),
    (Grade.EMERGENCY, _("Emergencies only")),
]
LONGEST_PAUSE = timedelta(days=366)


class SubscriptionForm(PlainForm, forms.ModelForm):
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


class SourceForm(PlainForm, forms.Form):
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

    def row(self, form, prefix, **options):
        """Bound only if the page that was sent held this row."""
        sent = self.data and any(name.startswith(f"{prefix}-") for name in self.data)
        return form(self.data if sent else None, prefix=prefix, **options)

    @property
    def bound(self):
        return [form for form in [*self.places, *self.sources] if form.is_bound]

    def is_valid(self):
        return not any(row.errors for row in self.bound)


def mutes_of(user):
    return Mute.objects.active().filter(user=user)


def sources_of(user):
    """Trips that are not over and memberships that are in force."""
    trips = user.trips.active().prefetch_related("stops__country", "stops__post")
    members = user.memberships.active().select_related(
        "membership__council", "membership__organization"
    )
    memberships = {member.membership_id: member.membership for member in members}
    return [*(trip for trip in trips if not trip.is_over), *memberships.values()]


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
    """Three choices first; more can be changed afterwards."""

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

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["place"].choices = all_choices()

    @property
    def chosen_place(self):
        """The country or post, or None for all countries."""
        kind, _colon, slug = self.cleaned_data["place"].partition(":")
        model = {"country": Country, "post": Post}.get(kind)
        return model and model.objects.get(slug=slug)


def all_choices():
    """All countries first, then every country with its posts."""
    blank, *places = place_choices()
    return [blank, ("everything", _("All countries")), *places]

"""The pages of enrolling a trip, one question each."""

from django import forms
from django.utils.translation import gettext_lazy as _

from advisories.models import Country, Post
from web.dates import DayField
from web.forms import PlainForm
from web.lines import LineFormField

from .enrollment import DraftStop


def place_choices():
    """Every country, each followed by the posts in it."""
    posts: dict[int, list[Post]] = {}
    for post in Post.objects.listed().order_by("name"):
        posts.setdefault(post.country_id, []).append(post)
    choices = [("", _("Choose a place"))]
    for country in Country.objects.only("name", "slug"):
        choices.append((f"country:{country.slug}", country.name))
        choices += [
            (f"post:{post.slug}", f"{country.name}: {post.name}")
            for post in posts.get(country.pk, [])
        ]
    return choices


class PlaceForm(PlainForm, forms.Form):
    place = forms.ChoiceField(
        label=_("Country or city"),
        help_text=_("Choose the city if it is in the list: you then get its own alerts too."),
        error_messages={
            "required": _("Choose the country or city you go to"),
            "invalid_choice": _("Choose the country or city you go to"),
        },
    )
    town = LineFormField(
        label=_("Town or area"),
        max_length=120,
        required=False,
        help_text=_("If your town is not in the list."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices()


class DaysForm(PlainForm, forms.Form):
    """First and last day in one place; checked against the stop before it."""

    starts_on = DayField(
        label=_("Day you arrive"),
        help_text=_("For example, 3 4 2027"),
        error_messages={"required": _("Enter the day you arrive")},
    )
    ends_on = DayField(
        label=_("Day you leave"), help_text=_("You can change this later"), required=False
    )
    residence = forms.BooleanField(
        label=_("I live there"),
        required=False,
        help_text=_("You get alerts until you tell us that you have moved."),
    )

    def __init__(self, *args, stop, previous=None, is_last=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.stop, self.previous, self.is_last = stop, previous, is_last
        self.fields["ends_on"].widget.is_required = False

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        stop = self.typed_stop()
        for name, message in stop.problems(self.previous, is_last=self.is_last):
            self.add_error(name, message)
        return cleaned

    def typed_stop(self):
        typed = self.cleaned_data
        ends_on = None if typed["residence"] else typed["ends_on"]
        return DraftStop(
            self.stop.place, self.stop.town, typed["starts_on"], ends_on, typed["residence"]
        )


class DetailsForm(PlainForm, forms.Form):
    """How to reach the traveler. Only the name is asked for; the rest helps in a crisis."""

    traveler_name = LineFormField(
        label=_("Your name"), max_length=120, error_messages={"required": _("Enter your name")}
    )
    phone = LineFormField(
        label=_("Phone there"),
        max_length=40,
        required=False,
        help_text=_("So that somebody can call you if you do not answer a check-in."),
    )
    lodging = LineFormField(
        label=_("Where you stay"),
        max_length=240,
        required=False,
        help_text=_("So that you can be found if the phone network is down."),
    )
    companions = forms.CharField(
        label=_("Who travels with you"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One name a line. So that nobody is missed in a head count."),
    )
    contact_name = LineFormField(
        label=_("Someone we may call"),
        max_length=120,
        required=False,
        help_text=_("A person at home, if you cannot be reached."),
    )
    contact_phone = LineFormField(label=_("Their phone"), max_length=40, required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("contact_phone") and not cleaned.get("contact_name"):
            self.add_error("contact_name", _("Enter whose phone this is"))
        if cleaned.get("contact_name") and not cleaned.get("contact_phone"):
            self.add_error("contact_phone", _("Enter the phone number of this person"))
        return cleaned

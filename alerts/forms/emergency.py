"""The two forms of the emergency path, and the one that calls an alert back."""

import uuid

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advisories.models import Area, Country
from alerts.audience.usual import is_far_more
from alerts.audience.within import places_within
from alerts.emergency.words import EmergencyDraft
from alerts.models import AlertTemplate
from web.forms import PlainForm

BLANK = "blank"  # no template
FEW = 12  # places that fit as buttons on a phone; more are chosen from a list


def lines(rows):
    return forms.Textarea(attrs={"rows": rows})


class ChooseForm(PlainForm, forms.Form):
    """Screen one: what kind of event, and where."""

    template = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what it is."),
            "invalid_choice": _("Choose one from the list."),
        },
    )
    place = forms.ChoiceField(
        label=_("Where?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the place."),
            "invalid_choice": _("Choose a place from the list."),
        },
    )

    def __init__(self, *args, reach, **options):
        super().__init__(*args, **options)
        self.templates = {str(row.pk): row for row in AlertTemplate.objects.all()}
        names = [(key, row.name) for key, row in self.templates.items()]
        self.fields["template"].choices = [*names, (BLANK, _("Something else"))]
        within = sorted(places_within(reach), key=lambda place: isinstance(place[2], Area))
        self.places = {key: row for key, _words, row in within}
        one_country = len({country_of(row) for row in self.places.values()}) == 1
        self.offer_places(
            [(key, short(row) if one_country else words) for key, words, row in within]
        )

    def offer_places(self, choices):
        field = self.fields["place"]
        if len(choices) > FEW:
            field.widget = forms.Select(attrs={"class": "in"})
            choices = [("", _("Choose")), *choices]
        field.choices = choices
        if len(self.places) == 1:
            field.initial = next(iter(self.places))

    def clean_template(self):
        return self.templates.get(self.cleaned_data["template"])

    def clean_place(self):
        return self.places[self.cleaned_data["place"]]


def country_of(place):
    return place if isinstance(place, Country) else place.country


def short(place):
    """Enough to tell the places of one country apart, and no more to read."""
    if isinstance(place, Country):
        return gettext("All of %s") % place.name
    return gettext("%s (area)") % place.name if isinstance(place, Area) else place.name


class WordsForm(ChooseForm):
    """Screen two: five plain fields; what was chosen before is carried along."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    what = forms.CharField(label=_("What happened"), max_length=2000, widget=lines(3))
    do = forms.CharField(
        label=_("What to do"),
        max_length=3000,
        widget=lines(5),
        help_text=_("One step a line."),
    )
    where = forms.CharField(label=_("Where exactly"), max_length=300)
    who = forms.CharField(label=_("Who it concerns"), max_length=200)
    until = forms.ChoiceField(
        label=_("Until when"),
        choices=[
            ("0", _("The end of today")),
            ("1", _("Tomorrow")),
            ("3", _("In three days")),
            ("7", _("In a week")),
            ("open", _("Until we say that it is over")),
        ],
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in ("template", "place"):
            self.fields[name].widget = forms.HiddenInput()
        if not self.is_bound:
            self.initial.setdefault("form_id", uuid.uuid4())

    @property
    def asked(self):
        return [self[name] for name in ("what", "do", "where", "who", "until")]

    @property
    def is_lost(self):
        """True if the page that was sent does not say what was chosen before it."""
        return bool({"place", "template", "form_id"} & self.errors.keys())

    def clean_where(self):
        return one_line(self.cleaned_data["where"])

    def clean_who(self):
        return one_line(self.cleaned_data["who"])

    def draft(self, *, exercise):
        values = self.cleaned_data
        names = ("place", "template", "who", "what", "where", "do", "until")
        return EmergencyDraft(**{name: values[name] for name in names}, exercise=exercise)


def one_line(text):
    return " ".join(text.split())


class SendForm(PlainForm, forms.Form):
    """Screen three: the number that was counted; typed only where it is far from the usual."""

    counted = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)
    typed = forms.CharField(label=_("Number of people"), max_length=20, required=False)

    def __init__(self, *args, usual=None, grown=False, **options):
        super().__init__(*args, **options)
        self.usual, self.grown = usual, grown

    def clean(self):
        found = super().clean()
        counted = found.get("counted")
        digits = "".join(sign for sign in found.get("typed", "") if sign not in " ,.\u00a0\u202f")
        if counted is None:
            return found
        must_type = self.grown or is_far_more(counted, self.usual)
        if must_type and digits != str(counted):
            self.add_error("typed", _("Type %s, the number of people above.") % counted)
        return found


class RetractForm(PlainForm, forms.Form):
    """What is told to whoever got the alert; it is ready, and may be changed."""

    title = forms.CharField(label=_("Subject"), max_length=120)
    text = forms.CharField(label=_("What they read"), max_length=300, widget=lines(4))

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

"""The search box and its filters. What a filter does not know is left out of the search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from advisories.importer.vocabulary import current_vocabulary
from advisories.models import Country, Rating
from web.forms import PlainForm
from web.models import SiteSettings

from .query import LONGEST, Question

ANY = ("", _("Any"))
FILTERS = ("kind", "country", "section", "rating", "level", "year")


class SearchForm(PlainForm, forms.Form):
    q = forms.CharField(label=_("Words to look for"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    country = forms.ModelChoiceField(
        Country.objects.only("name", "slug"),
        label=_("Country"),
        to_field_name="slug",
        required=False,
        empty_label=ANY[1],
    )
    section = forms.ChoiceField(label=_("Section of a report"), required=False)
    rating = forms.ChoiceField(label=_("Rating of a section"), required=False)
    level = forms.ChoiceField(label=_("Level of the country"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1, max_value=9999)
    archive = forms.BooleanField(required=False)

    def __init__(self, asked):
        typed = asked.get("q", "")[:LONGEST]
        super().__init__({**{name: asked.get(name, "") for name in self.base_fields}, "q": typed})
        site = SiteSettings.load()
        kinds = [("report", _("Reports")), ("alert", _("Alerts")), ("country", _("Countries"))]
        self.fields["kind"].choices = [ANY, *kinds, ("post", site.posts_word.capitalize())]
        sections = current_vocabulary().kinds.values()
        self.fields["section"].choices = [ANY, *((kind.key, kind.name) for kind in sections)]
        ratings = zip(Rating.values, site.rating_names, strict=False)
        self.fields["rating"].choices = [ANY, *ratings]
        levels = enumerate(site.level_names, start=1)
        self.fields["level"].choices = [ANY, *((n, f"{n}: {name}") for n, name in levels)]
        self.fields["q"].widget.attrs |= {"maxlength": LONGEST, "autocomplete": "off"}
        self.fields["year"].widget = forms.TextInput(
            {"class": "in w4", "inputmode": "numeric", "maxlength": 4}
        )

    @property
    def filters(self):
        return [self[name] for name in FILTERS]

    def question(self):
        self.is_valid()
        known = self.cleaned_data
        country = known.get("country")
        return Question(
            typed=known.get("q", ""),
            archive=known.get("archive", False),
            kind=known.get("kind", ""),
            country=country.pk if country else None,
            section=known.get("section", ""),
            rating=known.get("rating", ""),
            level=int(known.get("level") or 0) or None,
            year=known.get("year"),
        )

    def kept(self, **changes):
        """What an address says of this search, without its page number."""
        said = {name: self[name].value() for name in self.fields if name in self.cleaned_data}
        said["archive"] = "1" if self.cleaned_data.get("archive") else ""
        return {name: value for name, value in (said | changes).items() if value}

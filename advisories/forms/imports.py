"""Reading a report in by hand: its text or file first, then what it is about."""

import base64

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..importer import UnreadableReport
from ..importer.package import is_word, packed, read_package
from ..importer.source import MEGABYTE, text_of
from ..models import Country, Post
from ..models.assignments import desk_of
from .publishing import FIRST_YEAR

TOPIC = "topic-0"  # among the places
LONGEST_TEXT = MEGABYTE  # characters; the command line takes more
LARGEST_CARRIED = 3 * MEGABYTE


class SourceForm(forms.Form):
    """A pasted text or a file; `word` carries a Word file from the review to the draft."""

    text = forms.CharField(
        label=_("Text of the report"),
        required=False,
        strip=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("Plain text or Word (.docx)."),
        widget=forms.FileInput(attrs={"accept": ".txt,.text,.docx"}),
    )
    word = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        try:
            data["source"] = self.source(data)
        except UnreadableReport as error:
            raise ValidationError(
                _("This cannot be read: %(why)s."), params={"why": error}
            ) from error
        return data

    def source(self, data):
        """Text, or the bytes of a small Word file."""
        if data.get("file"):
            return self.from_file(data["file"])
        if data.get("word"):
            try:
                return base64.b64decode(data["word"], validate=True)
            except ValueError:  # no base64, or no ASCII at all
                raise ValidationError(_("Choose the file again.")) from None
        if not data.get("text", "").strip():
            raise ValidationError(_("Paste the text of a report, or choose a file."))
        return data["text"]

    def from_file(self, file):
        content = file.read()
        if is_word(content):
            source = packed(read_package(content))
            if len(source) > LARGEST_CARRIED * 3 // 4:
                raise ValidationError(_("This file holds too much text for one report."))
            return source
        text = text_of(content)
        if len(text) > LONGEST_TEXT:
            raise ValidationError(_("This file holds too much text for one report."))
        return text


class PlaceForm(forms.Form):
    """Which place and year a report is about, among the places of one person's desk."""

    place = forms.ChoiceField(label=_("Place"))
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR)

    def __init__(self, *args, user, found="", **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.found = user, found
        self.fields["place"].choices = [("", _("Choose a place")), *places_of(user, found)]

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year > timezone.localdate().year + 1:
            raise ValidationError(_("This year is too far ahead."))
        return year

    @property
    def is_topic(self):
        return self.cleaned_data["place"] == TOPIC

    @property
    def told(self):
        """Names for the importer: country and post, and the year."""
        kind, key = self.cleaned_data["place"].split("-")
        if self.is_topic:
            names = "", ""
        elif kind == "post":
            post = Post.objects.select_related("country").get(pk=key)
            names = post.country.name, post.name
        else:
            names = Country.objects.get(pk=key).name, self.found if kind == "new" else ""
        return dict(
            zip(
                ("country_name", "post_name", "year"),
                (*names, self.cleaned_data["year"]),
                strict=True,
            )
        )


def places_of(user, found=""):
    """Choices: countries as a whole and posts; in a country of one's own also a new post."""
    countries = list(Country.objects.editable_by(user))
    posts = Post.objects.editable_by(user).select_related("country")
    rows = [(f"country-{country.pk}", country.name) for country in countries]
    rows += [(f"post-{post.pk}", f"{post.country.name}: {post.name}") for post in posts]
    if found:
        known = {post.country_id for post in posts if post.name.casefold() == found.casefold()}
        rows += [
            (f"new-{row.pk}", _("%(country)s: %(post)s, a new post") % {
                "country": row.name, "post": found})
            for row in countries
            if row.pk not in known
        ]  # fmt: skip
    rows.sort(key=lambda row: str(row[1]))
    if desk_of(user).everywhere:
        rows.append((TOPIC, _("No country: a report on a topic")))
    return rows


def place_found(parsed, user):
    """The choice that a report names itself; empty where it is none of this person's places."""
    country = Country.objects.named(parsed.country_name)
    if country is None:
        return ""
    post = country.posts.filter(name__iexact=parsed.post_name).first()
    if post:
        choice = f"post-{post.pk}"
    else:
        choice = f"new-{country.pk}" if parsed.post_name else f"country-{country.pk}"
    return choice if choice in dict(places_of(user, parsed.post_name)) else ""


def carried(source):
    """What the review page hands on: the text, or the Word file in letters."""
    if isinstance(source, str):
        return {"text": source}
    return {"word": base64.b64encode(source).decode()}

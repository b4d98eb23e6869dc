"""The sections of a draft, as typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from web.models import SiteSettings

from ..importer import current_vocabulary
from ..models import Rating, Section
from .editor import ReportTextField


def rating_choices():
    """The stored ratings under the names of this site."""
    names = SiteSettings.load().rating_names
    return [("", _("(none)")), *zip(Rating.values, names, strict=False)]


def subject_choices():
    """What sections are about: readers follow a subject, and editions are compared by it."""
    kinds = current_vocabulary().kinds.values()
    return [("other", _("Another subject")), *((kind.key, kind.name) for kind in kinds)]


class SectionForm(forms.ModelForm):
    body = ReportTextField(label=_("Text"))

    class Meta:
        model = Section
        fields = ["heading", "key", "depth", "rating", "body"]

    def __init__(self, *args, ratings, subjects, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rating"] = forms.ChoiceField(
            label=_("Rating"), required=False, choices=ratings, help_text=self.words_found()
        )
        self.fields["key"] = forms.ChoiceField(label=_("Subject"), choices=self.known(subjects))
        self.fields["depth"] = forms.TypedChoiceField(
            label=_("Stands"),
            coerce=int,
            choices=[(1, _("as a section of its own")), (2, _("under the section above"))],
        )
        heading = self["heading"].value() or self.instance.heading
        self.fields["body"].widget.attrs["aria-label"] = _("Text of %(heading)s") % {
            "heading": heading
        }

    def words_found(self):
        """What the report said, where its words are none of the known ratings."""
        words = self.instance.rating_words
        return _("The report says: “%(words)s”") % {"words": words} if words else ""

    def known(self, subjects):
        key = self.instance.key
        if key in dict(subjects):
            return subjects
        return [*subjects, (key, key)]

    def clean(self):
        values = super().clean()
        if values.get("rating"):
            self.instance.rating_words = ""
        return values


class SectionFormSet(forms.BaseInlineFormSet):
    """A section that somebody else deleted meanwhile becomes a new one: its text was typed."""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        if data is not None:
            self.data = self.without_missing(data)

    def without_missing(self, data):
        known = {str(section.pk) for section in self.get_queryset()}
        data = data.copy()
        for name in data:
            is_key = name.startswith(f"{self.prefix}-") and name.endswith("-id")
            if is_key and data[name] not in known:
                data[name] = ""
        return data

    def get_form_kwargs(self, index):
        if not hasattr(self, "choices"):
            self.choices = {"ratings": rating_choices(), "subjects": subject_choices()}
        return super().get_form_kwargs(index) | self.choices

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.fields["id"].required = False
        return form

    def typed(self):
        """(sections to write, sections to remove), each as a row with its new values."""
        written, removed = [], []
        for place, form in enumerate(self.forms, start=1):
            section = form.instance
            if form in self.deleted_forms:
                removed += [section] if section.pk else []
            elif form.has_changed() or not section.pk:
                section.position = section.position or place
                written.append(section)
        return written, removed

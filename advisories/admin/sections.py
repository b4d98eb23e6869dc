"""The sections of a draft, one closed line each."""

from dataclasses import dataclass

from django.contrib import admin
from django.forms import Media

from web.admin_base import ScopedInline
from web.models import SiteSettings

from .. import reading
from ..cleaning import word_count
from ..forms.sections import SectionForm, SectionFormSet
from ..models import Rating, Section


class SectionInline(ScopedInline, admin.StackedInline):
    """New sections come by a button that posts, so that it works without scripts."""

    model = Section
    form = SectionForm
    formset = SectionFormSet
    template = "admin/advisories/edition/sections.html"
    extra = 0
    media = Media()

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("owner")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.published_at)

    has_delete_permission = has_change_permission


@dataclass
class Line:
    """What the closed line of one section says."""

    form: object
    number: int
    rating: str
    words: int
    changed: bool
    is_first: bool
    is_last: bool
    is_open: bool

    @property
    def section(self):
        return self.form.instance


def lines(edition, forms, opened):
    """One Line for each form of the formset; `opened` is the key of the section to show open."""
    names = SiteSettings.load().rating_names
    editions = list(edition.report.editions.live().newest_first())
    before = reading.before(edition, editions)
    old = {section.anchor: section for section in before.sections.all()} if before else {}
    last = len(forms)
    for number, form in enumerate(forms, start=1):
        section = form.instance
        earlier = old.get(section.anchor)
        yield Line(
            form=form,
            number=number,
            rating=names[Rating(section.rating).number - 1] if section.rating in Rating else "",
            words=word_count(section.body),
            changed=bool(before)
            and (earlier is None or reading.told(section) != reading.told(earlier)),
            is_first=number == 1,
            is_last=number == last,
            is_open=bool(form.errors) or str(section.pk) == opened,
        )

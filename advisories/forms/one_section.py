"""One section on a page of its own: short enough for a phone."""

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..models import Assignment, Role, Section, Tlp
from .sections import SectionForm, rating_choices, subject_choices
from .times import day_box


def writers_of(edition):
    """Who may write in this edition, by the roles of now."""
    report = edition.report
    held = Assignment.objects.active().filter(role__in=[Role.EDITOR, Role.PUBLISHER])
    places = Q(everywhere=True)
    if report.home:
        places |= Q(country=report.home)
    if report.post_id:
        places |= Q(post=report.post_id)
    mine = Q(council=edition.council_id) if edition.council_id else Q(pk__in=[])
    held = held.filter(mine if edition.tlp == Tlp.AMBER else places | mine)
    people = get_user_model().objects.filter(is_active=True, pk__in=held.values("user"))
    return people.order_by("name", "email")


class OneSectionForm(SectionForm):
    read_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    class Meta(SectionForm.Meta):
        model = Section
        fields = ["heading", "rating", "body", "key", "depth", "owner", "due_on"]
        widgets = {"due_on": day_box()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, ratings=rating_choices(), subjects=subject_choices(), **kwargs)
        self.initial["read_version"] = self.instance.version
        self.fields["owner"].queryset = writers_of(self.instance.edition)
        self.fields["owner"].empty_label = _("nobody in particular")

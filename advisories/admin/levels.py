"""Levels are set, never edited: each change is a new row. And the letters of risks."""

from django import forms
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from web.both_texts import BothTexts
from web.models import SiteSettings

from ..actions import set_level
from ..forms.times import PlaceTimeField
from ..models import Area, Country, Indicator, LevelChange
from .base import DeskAdmin, OperatorAdmin, publishing_at


class LevelChangeForm(forms.ModelForm):
    announce = forms.TypedChoiceField(
        label=_("Tell readers by email"),
        choices=[("1", _("Yes, tell those who asked for it")), ("0", _("No, tell nobody"))],
        coerce=lambda answer: answer == "1",
        widget=forms.RadioSelect,
    )
    level = forms.TypedChoiceField(label=_("Level"), coerce=int, widget=forms.RadioSelect)

    in_force_from = PlaceTimeField(label=_("In force from (UTC)"), initial=timezone.now)

    class Meta:
        model = LevelChange
        fields = [
            "country", "area", "level", "reason", "indicators", "in_force_from", "next_review_on",
        ]  # fmt: skip
        widgets = {
            "indicators": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "level" in self.fields:
            names = SiteSettings.load().level_names
            self.fields["level"].choices = [
                (number, f"{number} {name}") for number, name in enumerate(names, start=1)
            ]

    def clean(self):
        values = super().clean()
        area, country = values.get("area"), values.get("country")
        if area and country and area.country_id != country.pk:
            self.add_error("area", _("This area is in another country."))
        return values


@admin.register(LevelChange)
class LevelChangeAdmin(DeskAdmin):
    form = LevelChangeForm
    list_display = ["country", "area", "level", "reason", "in_force_from", "made_by"]
    list_filter = [("country", RelatedOnlyFieldListFilter), "level"]
    search_fields = ["country__name", "reason"]
    list_select_related = ["country", "area", "made_by"]

    def may(self, request):
        return bool(publishing(request))

    def rows(self, request):
        return LevelChange.objects.filter(publishing(request).in_countries("country"))

    def choices_for(self, field, request):
        reach = publishing(request)
        if field.name == "country":
            return Country.objects.filter(reach.in_countries())
        if field.name == "area":
            return Area.objects.filter(reach.in_countries("country"))
        return super().choices_for(field, request)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        fields = [*LevelChangeForm.Meta.fields]
        return [*fields, "reviewed_on", "announced_at", "made_by"] if obj else [*fields, "announce"]

    def get_form(self, request, obj=None, change=False, **options):
        if obj is None:
            return super().get_form(request, obj, change=change, **options)
        return super().get_form(request, obj, change=change, **options | {"fields": []})

    def save_form(self, request, form, change):
        """The deed itself makes the row; Django's own save has nothing left to do."""
        values = form.cleaned_data
        return set_level(
            values["country"],
            values["level"],
            area=values["area"],
            reason=values["reason"],
            indicators=values["indicators"],
            at=values["in_force_from"],
            next_review_on=values["next_review_on"],
            announce=values["announce"],
            by=request.user,
        )

    def save_model(self, request, obj, form, change):
        return None

    def save_related(self, request, form, formsets, change):
        return None


def publishing(request):
    """The countries for which this person publishes: levels belong to a whole country."""
    reach = publishing_at(request)
    return type(reach)(everywhere=reach.everywhere, countries=reach.countries)


@admin.register(Indicator)
class IndicatorAdmin(BothTexts, OperatorAdmin):
    list_display = ["code", "name"]

"""Regions, countries, their parts, and posts."""

from datetime import timedelta

from django import forms
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from web.both_texts import BothTexts, BothTextsForm

from ..forms.editor import ReportTextField, as_html
from ..models import Area, Country, Post, Region
from .base import DeskAdmin, OperatorAdmin, desk_at
from .rich_text import RichTextAdmin


@admin.register(Region)
class RegionAdmin(BothTexts, OperatorAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


class CountryForm(BothTextsForm):
    main_risks = ReportTextField()
    entry_rules = ReportTextField()

    class Meta:
        model = Country
        fields = [
            "name", "region", "time_zone", "main_risks", "entry_rules", "entry_as_of",
            "entry_source", "second_person",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"main_risks", "entry_rules"} & self.fields.keys():
            self.initial[name] = as_html(getattr(self.instance, name))
            field = Country._meta.get_field(name)
            self.fields[name].label = field.verbose_name.capitalize()
            self.fields[name].help_text = field.help_text

    def clean(self):
        """Entry rules change often: a reader has to know how old these are, and whose."""
        values = super().clean()
        if values.get("entry_rules") and "entry_as_of" not in self.errors:
            if not values.get("entry_as_of"):
                self.add_error("entry_as_of", _("Enter the day as of which these rules hold."))
            if not values.get("entry_source"):
                self.add_error("entry_source", _("Enter whose rules these are."))
        return values

    def clean_entry_as_of(self):
        day = self.cleaned_data["entry_as_of"]
        if day and day > timezone.localdate() + timedelta(days=1):  # a day ahead of UTC at most
            raise forms.ValidationError(_("Enter a day that is not to come."))
        return day


@admin.register(Country)
class CountryAdmin(BothTexts, RichTextAdmin, DeskAdmin):
    """The list of countries comes from a file; the desk keeps what readers see of its own."""

    form = CountryForm
    list_display = ["name", "region", "alpha2", "present_level", "second_person"]
    list_filter = [("region", RelatedOnlyFieldListFilter)]
    search_fields = ["name", "alpha2", "alpha3"]
    own_fields = ["time_zone", "main_risks", "entry_rules", "entry_as_of", "entry_source"]

    def get_fields(self, request, obj=None):
        return CountryForm.Meta.fields

    def get_readonly_fields(self, request, obj=None):
        if request.user.is_superuser:
            return []
        return [name for name in CountryForm.Meta.fields if name not in self.own_fields]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="level")
    def present_level(self, country):
        change = country.level_change
        return change.level if change else "–"


@admin.register(Area)
class AreaAdmin(BothTexts, DeskAdmin):
    list_display = ["name", "country"]
    list_filter = [("country", RelatedOnlyFieldListFilter)]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["country", "name", "slug"]

    def rows(self, request):
        return Area.objects.filter(desk_at(request).in_countries("country"))

    def may(self, request):
        reach = desk_at(request)
        return bool(reach.everywhere or reach.countries)


@admin.register(Post)
class PostAdmin(BothTexts, DeskAdmin):
    """A post that an import made stays unlisted until somebody gives it a date of listing."""

    list_display = ["name", "kind", "country", "listed_at"]
    list_filter = [("country", RelatedOnlyFieldListFilter), "kind"]
    search_fields = ["name", "country__name"]
    prepopulated_fields = {"slug": ["name"]}
    fields = [
        "country", "kind", "name", "slug", "areas", "time_zone", "address", "hours",
        "latitude", "longitude", "listed_at",
    ]  # fmt: skip

    def has_add_permission(self, request):
        reach = desk_at(request)
        return super().has_add_permission(request) and bool(reach.everywhere or reach.countries)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.has_add_permission(request)

    def choices_for(self, field, request):
        if field.name == "areas":
            return Area.objects.filter(desk_at(request).in_countries("country"))
        return super().choices_for(field, request)

    def formfield_for_manytomany(self, field, request, **options):
        options["widget"] = forms.CheckboxSelectMultiple()
        return super().formfield_for_manytomany(field, request, **options)

    def get_readonly_fields(self, request, obj=None):
        """Who looks after the post alone changes what it says, not where it belongs."""
        reach = desk_at(request)
        if obj is None or reach.everywhere or obj.country_id in reach.countries:
            return []
        return ["country", "kind", "name", "slug", "areas"]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

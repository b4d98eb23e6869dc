"""Councils and the organizations in them."""

from django.contrib import admin
from django.db import models

from advisories.models import Post
from web.both_texts import BothTexts

from ..models import Council, Organization
from .base import MembershipDesk, officer_reach

HTTPS = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Council)
class CouncilAdmin(BothTexts, MembershipDesk):
    list_display = ["name", "country", "post", "meets", "time_zone"]
    list_select_related = ["country", "post__country"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    fields = [
        "name", "slug", "country", "post", "time_zone", "about", "meets", "how_to_join", "contact",
    ]  # fmt: skip

    def has_add_permission(self, request):
        return super().has_add_permission(request) and officer_reach(request).everywhere

    def get_readonly_fields(self, request, obj=None):
        """Where a council is decides who looks after it, so its officer does not move it."""
        return [] if officer_reach(request).everywhere else ["slug", "country", "post"]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def choices_for(self, field, request):
        if field.related_model is Post:
            return Post.objects.listed().select_related("country")
        return field.related_model.objects.all()


@admin.register(Organization)
class OrganizationAdmin(BothTexts, MembershipDesk):
    list_display = ["name", "sector", "website"]
    search_fields = ["name", "sector"]
    formfield_overrides = HTTPS

    def has_add_permission(self, request):
        """One that belongs nowhere yet is in nobody's scope: it comes in by its membership."""
        return super().has_add_permission(request) and officer_reach(request).everywhere

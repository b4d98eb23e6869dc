"""The site settings in the staff pages: one row, which every page of the site shows."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import audit
from web.admin_base import ScopedAdmin
from web.both_texts import BothTexts
from web.models import SiteSettings
from web.settings_form import SiteSettingsForm

from . import desk_admin

__all__ = ["SiteSettingsAdmin", "desk_admin"]


@admin.register(SiteSettings)
class SiteSettingsAdmin(BothTexts, ScopedAdmin):
    form = SiteSettingsForm
    fieldsets = [
        (None, {"fields": ["name", "tagline", "introduction", "publisher"]}),
        (_("Words"), {"fields": ["council_word", "councils_word", "post_word", "posts_word"]}),
        (
            _("Look"),
            {
                "fields": [
                    "new_logo", "no_logo", ("brand", "on_brand"), ("brand_dark", "on_brand_dark"),
                ],
            },
        ),
        (_("Names of the levels"), {"fields": ["level_1", "level_2", "level_3", "level_4"]}),
        (_("Names of the ratings"), {"fields": ["rating_1", "rating_2", "rating_3", "rating_4"]}),
        (
            _("Mail and emergencies"),
            {"fields": ["postal_address", "emergency_line", "second_person"]},
        ),
        (_("Map"), {"fields": ["hidden_areas"]}),
    ]  # fmt: skip

    def may(self, request):
        return request.user.is_superuser

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_object(self, request, object_id, from_field=None):
        """The one row, as it is or as it would be: nobody has to make it first."""
        known = object_id == "1" and self.has_view_permission(request)
        return SiteSettings.load() if known else None

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect("admin:web_sitesettings_change", 1)

    def save_model(self, request, obj, form, change):
        obj.save()
        audit.record("change_settings", obj, by=request.user)

"""Templates by kind of event: every sender reads them, who sends everywhere changes them."""

from django.contrib import admin
from django.forms import Textarea

from advisories.admin.base import DeskAdmin
from advisories.models import Role
from advisories.models.assignments import reach_of
from alerts.models import AlertTemplate
from web.both_texts import BothTexts


@admin.register(AlertTemplate)
class AlertTemplateAdmin(BothTexts, DeskAdmin):
    list_display = ["name", "kind", "grade", "title"]
    list_filter = ["kind", "grade"]
    search_fields = ["name"]

    def may(self, request):
        return bool(reach_of(request.user, Role.SENDER))

    def may_change(self, request):
        return self.has_module_permission(request) and (
            reach_of(request.user, Role.SENDER).everywhere
        )

    def has_add_permission(self, request):
        return self.may_change(request)

    def has_change_permission(self, request, obj=None):
        return self.may_change(request)

    has_delete_permission = has_change_permission

    def formfield_for_dbfield(self, field, request, **options):
        if field.get_internal_type() == "TextField":
            options["widget"] = Textarea(attrs={"rows": 4})
        return super().formfield_for_dbfield(field, request, **options)

"""What readers told the editors: read, dealt with, ticked off."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ..actions import settle_task
from ..models import EditorTask
from .base import DeskAdmin


class DoneFilter(admin.SimpleListFilter):
    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [("open", _("To do")), ("done", _("Done"))]

    def queryset(self, request, tasks):
        if self.value() == "done":
            return tasks.exclude(done_at=None)
        return tasks.open() if self.value() == "open" else tasks


@admin.register(EditorTask)
class EditorTaskAdmin(DeskAdmin):
    change_form_template = "admin/advisories/task_form.html"
    list_display = ["message_start", "edition", "came_at", "done_at"]
    list_filter = [DoneFilter]
    list_select_related = ["edition__report"]
    search_fields = ["message", "edition__title"]
    fields = readonly_fields = ["message", "draft", "came_at", "done_at", "done_by"]
    ordering = ["-came_at"]
    actions = ["settle"]

    @admin.display(description=_("what the reader says"))
    def message_start(self, task):
        return task.start

    @admin.display(description=_("about"))
    def draft(self, task):
        address = reverse("admin:advisories_report_change", args=[task.edition.report_id])
        return format_html('<a href="{}">{}</a>', address, task.edition)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """The one thing to do here is to tick it off."""
        settle_task(obj, by=request.user)

    @admin.action(description=_("Done: I have dealt with these"))
    def settle(self, request, tasks):
        for task in tasks:
            settle_task(task, by=request.user)
        messages.success(request, _("Ticked off."))

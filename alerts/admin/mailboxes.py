"""Shared mailboxes of member organizations, for those who look after the members."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from advisories.models import Role
from advisories.models.assignments import reach_of
from alerts.actions import end_mailbox
from alerts.models import SharedMailbox
from web.admin_base import ScopedAdmin


@admin.register(SharedMailbox)
class SharedMailboxAdmin(ScopedAdmin):
    """Seen and ended here; entered by the organization's own contact."""

    list_display = ["user", "membership", "answered_by", "tlp", "confirmed_at", "ended_at"]
    list_select_related = [
        "user", "membership__organization", "membership__council", "answered_by__user",
        "answered_by__membership__organization", "answered_by__membership__council",
    ]  # fmt: skip
    ordering = ["-pk"]
    actions = ["end"]
    fields = readonly_fields = [
        "user", "membership", "answered_by", "countries", "tlp", "lowest_grade", "new_reports",
        "frequency", "asked_at", "confirmed_at", "ended_at",
    ]  # fmt: skip

    def may(self, request):
        return bool(reach_of(request.user, Role.MEMBERSHIP_OFFICER))

    def rows(self, request):
        return SharedMailbox.objects.editable_by(request.user)

    def has_add_permission(self, request):
        return False

    has_delete_permission = has_change_permission = lambda self, request, obj=None: False

    @admin.action(description=_("End these shared mailboxes"))
    def end(self, request, mailboxes):
        for row in mailboxes:
            end_mailbox(row, by=request.user)
        messages.success(request, _("Nothing comes to them any more."))

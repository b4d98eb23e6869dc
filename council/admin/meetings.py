"""Meetings at a glance; they are planned and changed on the council's own pages."""

from django.contrib import admin

from ..models import Meeting
from .base import MembershipDesk


@admin.register(Meeting)
class MeetingAdmin(MembershipDesk):
    list_display = ["title", "council", "starts_at", "announced_at", "cancelled_at"]
    list_filter = ["council"]
    list_select_related = ["council"]
    search_fields = ["title"]
    view_on_site = True
    fields = [
        "council", "title", "starts_at", "ends_at", "place", "video_link", "getting_in",
        "capacity", "reply_by", "tlp", "announced_at", "changed_at", "cancelled_at",
    ]  # fmt: skip
    readonly_fields = fields

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

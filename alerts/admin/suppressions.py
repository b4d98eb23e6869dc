"""Addresses that refuse mail: seen with the reason, and given another chance."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import record
from advisories.models import Role
from advisories.models.assignments import reach_of
from alerts.models import Suppression
from council.models import Member
from web.admin_base import ScopedAdmin


@admin.register(Suppression)
class SuppressionAdmin(ScopedAdmin):
    """For membership officers: their members; everybody for who holds the role everywhere."""

    list_display = ["user", "reason", "suppressed_at", "lifted_at"]
    list_select_related = ["user"]
    ordering = ["-suppressed_at"]
    actions = ["lift"]
    fields = readonly_fields = ["user", "reason", "suppressed_at", "lifted_at"]

    def may(self, request):
        return bool(reach_of(request.user, Role.MEMBERSHIP_OFFICER))

    def rows(self, request):
        if reach_of(request.user, Role.MEMBERSHIP_OFFICER).everywhere:
            return Suppression.objects.all()
        members = Member.objects.editable_by(request.user).filter(left_at=None)
        return Suppression.objects.filter(user__in=members.values("user"))

    def has_add_permission(self, request):
        return False

    has_delete_permission = has_change_permission = lambda self, request, obj=None: False

    @admin.action(description=_("Send mail to these addresses again"))
    def lift(self, request, suppressions):
        for row in suppressions.filter(lifted_at=None):
            row.lifted_at = timezone.now()
            row.save(update_fields=["lifted_at"])
            record("lift_suppression", row, by=request.user)

"""Addresses that refuse mail: seen with the reason, and given another chance."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from accounts.audit import record
from advisories.models import Role
from advisories.models.assignments import reach_of
from advisories.times import moment_in_words
from alerts.models import Bounce, Suppression
from council.models import Member
from web.admin_base import ScopedAdmin

SHOWN = 20


@admin.register(Suppression)
class SuppressionAdmin(ScopedAdmin):
    """For membership officers: their members; everybody for who holds the role everywhere."""

    list_display = ["user", "reason", "suppressed_at", "lifted_at"]
    list_select_related = ["user"]
    ordering = ["-suppressed_at"]
    actions = ["lift"]
    fields = readonly_fields = ["user", "reason", "suppressed_at", "lifted_at", "came_back"]

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

    @admin.display(description=_("what came back"))
    def came_back(self, suppression):
        """Every refusal that counted: when, what kind, and the server's words."""
        bounces = Bounce.objects.about([suppression.address_hash])[:SHOWN]
        lines = ((moment_in_words(row.at), row.get_kind_display(), row) for row in bounces)
        return format_html_join("", "<div>{}<br>{}: {}</div>", lines)

    @admin.action(description=_("Send mail to these addresses again"))
    def lift(self, request, suppressions):
        for row in suppressions.filter(lifted_at=None):
            row.lifted_at = timezone.now()
            row.save(update_fields=["lifted_at"])
            record("lift_suppression", row, by=request.user)

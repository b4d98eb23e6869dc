"""What the pages of the membership desk share."""

from django.shortcuts import redirect

from advisories.admin.base import DeskAdmin
from advisories.models import Role
from advisories.models.assignments import reach_of
from web.admin_base import ScopedAdmin


def officer_reach(request):
    return reach_of(request.user, Role.MEMBERSHIP_OFFICER)


class MembershipDesk(DeskAdmin):
    """For those who look after the members of some council; all councils for a superuser."""

    def may(self, request):
        return bool(officer_reach(request))

    def formfield_for_foreignkey(self, field, request, **options):
        return ScopedAdmin.formfield_for_foreignkey(self, field, request, **options)

    def save_related(self, request, form, formsets, change):
        """No page here has inlines or lists to choose from; a deed saved what there is."""

    def has_delete_permission(self, request, obj=None):
        """Memberships end and people leave; what happened is not deleted."""
        return False


class ByDeed:
    """Mixin: what is saved is what a deed of council.actions did, and the page says so."""

    deeds: dict = {}  # name of the button: (deed, words once it is done)

    def pressed(self, request):
        return next((deed for name, deed in self.deeds.items() if name in request.POST), None)

    def response_change(self, request, obj):
        """The deed has spoken for itself; back to the same page."""
        return (
            redirect(request.path)
            if self.pressed(request)
            else super().response_change(request, obj)
        )

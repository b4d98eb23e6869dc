"""People and the audit trail, for those who run the site (superusers)."""

from django.contrib import admin, messages
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from web.admin_base import ScopedAdmin
from web.both_texts import BothTexts
from web.numbers import key_in

from . import actions, audit
from .models import AuditEvent, User


class OperatorAdmin(ScopedAdmin):
    """Pages of those who run the site; what people may do on it is given by Assignments."""

    def may(self, request):
        return request.user.is_superuser


@admin.register(User)
class PersonAdmin(BothTexts, OperatorAdmin):
    fields = ["email", "name", "is_active", "is_staff", "is_superuser", "language", "time_zone"]
    list_display = ["email", "name", "is_active", "is_staff", "is_superuser", "confirmed"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    search_fields = ["email", "name"]
    search_help_text = _("The beginning of an address or of a name.")
    ordering = ["email"]
    actions = ["remove_second_factor"]

    def get_actions(self, request):
        """People are erased by their own page, or closed here; never deleted by the dozen."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_delete_permission(self, request, obj=None):
        return False

    def get_search_results(self, request, queryset, search_term):
        """By the beginning, which an index finds; what holds an @ can only be an address."""
        if not search_term.strip():
            return queryset, False
        by_address = queryset.addressed(search_term)
        if "@" in search_term:
            return by_address, False
        return by_address | queryset.named(search_term), False

    @admin.display(description=_("address confirmed"), boolean=True)
    def confirmed(self, person):
        return person.email_confirmed_at is not None

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()  # they sign in by code, and set one if they like
            obj.save()
            obj.emailaddress_set.create(email=obj.email, verified=False, primary=True)
            audit.record("add_person", obj, by=request.user)
            return
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            actions.change_email(obj, obj.email, by=request.user)
        for right in ("is_active", "is_staff", "is_superuser"):
            if right in form.changed_data:
                given = "give" if getattr(obj, right) else "take"
                audit.record(f"{given}_{right}", obj, by=request.user)

    @admin.action(description=_("Remove the second step of somebody who lost it"))
    def remove_second_factor(self, request, queryset):
        for person in queryset:
            actions.remove_second_factor(person, by=request.user)
        messages.success(request, _("Removed. They set up a new one at their next sign-in."))


@admin.register(AuditEvent)
class AuditEventAdmin(OperatorAdmin):
    """Who did what, newest first. Nobody changes or deletes a row."""

    list_display = ["at", "deed", "actor", "what", "network"]
    list_display_links = None
    search_fields = ["deed"]
    ordering = ["-pk"]
    actions = None

    def get_queryset(self, request):
        email = User.objects.filter(pk=OuterRef("actor_id")).values("email")
        return super().get_queryset(request).annotate(actor_email=Subquery(email))

    def get_search_results(self, request, queryset, search_term):
        term = search_term.strip()
        if not term:
            return queryset, False
        key = key_in(term)
        if key is not None:
            return queryset.filter(Q(actor_id=key) | Q(object_id=key)), False
        return queryset.filter(deed__startswith=term), False

    @admin.display(description=_("who"))
    def actor(self, event):
        if event.actor_id is None:
            return _("nobody signed in")
        return event.actor_email or _("person %(number)d, erased") % {"number": event.actor_id}

    @admin.display(description=_("what"))
    def what(self, event):
        return f"{event.object_type} {event.object_id or ''}"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

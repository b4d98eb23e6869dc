"""The people of the member organizations."""

from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from web.addresses import check_address
from web.both_texts import BothTexts

from ..actions import add_person, leave_council
from ..models import Member, MemberRole
from .base import MembershipDesk


class MemberForm(forms.ModelForm):
    """A person by address; who has no account gets one without a password."""

    email = forms.EmailField(label=_("Email"), validators=[check_address])
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices)

    class Meta:
        model = Member
        fields = ["membership", "role"]

    field_order = ("email", "membership", "role")


@admin.register(Member)
class MemberAdmin(BothTexts, MembershipDesk):
    list_display = ["user", "organization", "council", "role", "joined_at", "left_at"]
    list_filter = ["role"]
    list_select_related = ["user", "membership__organization", "membership__council"]
    search_fields = ["user__email", "user__name", "membership__organization__name"]
    actions = ["take_out"]

    @admin.display(description=_("organization"))
    def organization(self, member):
        return member.membership.organization

    @admin.display(description=_("council"))
    def council(self, member):
        return member.membership.council

    def choices_for(self, field, request):
        return super().choices_for(field, request).select_related("organization", "council")

    def get_form(self, request, obj=None, change=False, **options):
        if obj is None:
            options |= {"form": MemberForm, "fields": MemberForm.Meta.fields}
        return super().get_form(request, obj, change=change, **options)

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["email", "membership", "role"]
        return ["user", "membership", "role", "joined_at", "left_at"]

    def get_readonly_fields(self, request, obj=None):
        return ["user", "membership", "joined_at", "left_at"] if obj else []

    def save_form(self, request, form, change):
        if change:
            return super().save_form(request, form, change)
        found = form.cleaned_data
        return add_person(found["membership"], found["email"], by=request.user, role=found["role"])

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)

    @admin.action(description=_("Take these people out of the council"))
    def take_out(self, request, members):
        for member in members.select_related("membership__council"):
            leave_council(member, by=request.user)
        messages.success(request, _("Done."))

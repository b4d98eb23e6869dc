"""Who belongs: let in, suspend, resume, end."""

from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from web.both_texts import BothTexts
from web.lines import LineFormField

from ..actions import (
    admit_organization,
    end_membership,
    resume_membership,
    suspend_membership,
)
from ..models import Membership
from .base import ByDeed, MembershipDesk


class AdmissionForm(forms.ModelForm):
    """An organization by its name, so that no list of other councils' members is shown."""

    name = LineFormField(label=_("Organization"), max_length=160)

    class Meta:
        model = Membership
        fields = ["council", "expires_on"]

    field_order = ("name", "council", "expires_on")

    def clean(self):
        found = super().clean()
        here = Membership.objects.filter(council=found.get("council"), ended_at=None)
        if here.filter(organization__name__iexact=found.get("name", "")).exists():
            self.add_error("name", _("This organization is in this council already."))
        return found


@admin.register(Membership)
class MembershipAdmin(BothTexts, ByDeed, MembershipDesk):
    change_form_template = "admin/council/membership/change_form.html"
    list_display = ["organization", "council", "started_at", "expires_on", "standing"]
    list_filter = ["council"]
    list_select_related = ["organization", "council"]
    search_fields = ["organization__name"]
    actions = ["suspend", "resume"]
    deeds = {
        "_suspend": (
            suspend_membership,
            _("The membership is suspended: its people see nothing of this council any longer."),
        ),
        "_resume": (resume_membership, _("The membership is in force again.")),
        "_end": (end_membership, _("The membership has ended.")),
    }

    @admin.display(description=_("standing"))
    def standing(self, membership):
        return membership.state

    def get_form(self, request, obj=None, change=False, **options):
        if obj is None:
            options |= {"form": AdmissionForm, "fields": AdmissionForm.Meta.fields}
        return super().get_form(request, obj, change=change, **options)

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["name", "council", "expires_on"]
        return ["organization", "council", "standing", "started_at", "expires_on"]

    def get_readonly_fields(self, request, obj=None):
        return ["organization", "council", "standing", "started_at"] if obj else []

    def formfield_for_dbfield(self, field, request, **options):
        if field.name == "expires_on":
            options["help_text"] = _("Its last day, until midnight in the council's time zone.")
        return super().formfield_for_dbfield(field, request, **options)

    def save_form(self, request, form, change):
        if change:
            return super().save_form(request, form, change)
        found = form.cleaned_data
        return admit_organization(
            found["name"], found["council"], by=request.user, expires_on=found["expires_on"]
        )

    def save_model(self, request, obj, form, change):
        if not change:
            return
        super().save_model(request, obj, form, change)
        if pressed := self.pressed(request):
            deed, done = pressed
            self.attempt(request, lambda: deed(obj, by=request.user), done)

    @admin.action(description=_("Suspend: close the council to these organizations"))
    def suspend(self, request, memberships):
        self.do_all(request, memberships, suspend_membership)

    @admin.action(description=_("Resume these memberships"))
    def resume(self, request, memberships):
        self.do_all(request, memberships, resume_membership)

    def do_all(self, request, memberships, deed):
        for membership in memberships:
            deed(membership, by=request.user)
        messages.success(request, _("Done."))

"""Looking at an application, asking back, deciding."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from .. import actions
from ..models import Application, ApplicationState, Member
from .base import ByDeed, MembershipDesk

FACTS = [
    "organization_name", "council", "website", "sector", "applicant", "submitted_at", "reason",
    "colleagues_named", "vouchers",
]  # fmt: skip


def vet(application, *, by, answer):
    actions.start_vetting(application, by=by)


def ask(application, *, by, answer):
    actions.ask_for_information(application, by=by, question=answer)


class VettingForm(forms.ModelForm):
    class Meta:
        model = Application
        fields = ["answer"]
        labels = {"answer": _("Answer or question")}
        widgets = {"answer": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})}
        help_texts = {"answer": _("The applicant reads this. Needed to ask back and to decline.")}

    def clean(self):
        found = super().clean()
        if {"_ask", "_decline"} & self.data.keys() and not found.get("answer"):
            self.add_error("answer", _("Write what the applicant will read."))
        return found


class OpenFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", _("Open")), *ApplicationState.choices]

    def queryset(self, request, applications):
        if self.value() == "open":
            return applications.open()
        return applications.filter(state=self.value()) if self.value() else applications


@admin.register(Application)
class ApplicationAdmin(ByDeed, MembershipDesk):
    change_form_template = "admin/council/application/change_form.html"
    list_display = ["organization_name", "council", "state", "submitted_at", "decided_at"]
    list_filter = [OpenFilter, "council"]
    list_select_related = ["council"]
    search_fields = ["organization_name", "applicant__email"]
    view_on_site = False  # the applicant's page
    deeds = {
        "_vet": (vet, _("Being vetted.")),
        "_ask": (ask, _("The applicant is asked.")),
        "_approve": (
            actions.approve_application,
            _("Approved: the organization is a member, and its people are told."),
        ),
        "_decline": (actions.decline_application, _("Declined: the applicant is told.")),
    }

    def has_add_permission(self, request):
        return False

    def get_fields(self, request, obj=None):
        return [*FACTS, "answer"]

    def get_readonly_fields(self, request, obj=None):
        return FACTS if obj and obj.is_open else [*FACTS, "answer"]

    def get_form(self, request, obj=None, change=False, **options):
        if obj and obj.is_open:
            options |= {"form": VettingForm}
        return super().get_form(request, obj, change=change, **options)

    @admin.display(description=_("colleagues"))
    def colleagues_named(self, application):
        return format_html_join("", "{}<br>", ((address,) for address in application.colleagues))

    @admin.display(description=_("people who vouch"))
    def vouchers(self, application):
        """Each address, and whether it belongs to somebody of this council."""
        addresses = [application.first_voucher, application.second_voucher]
        members = Member.objects.active().of(application.council)
        known = {
            member.user.email: member.membership.organization
            for member in members.filter(user__email__in=addresses).select_related(
                "user", "membership__organization"
            )
        }
        rows = ((address, known.get(address) or _("no member here")) for address in addresses)
        return format_html_join("", "{} ({})<br>", rows)

    def render_change_form(self, request, context, *args, **options):
        application = options.get("obj")
        if application:
            context["steps_so_far"] = application.steps.select_related("by")
        return super().render_change_form(request, context, *args, **options)

    def save_model(self, request, obj, form, change):
        """Nothing is saved but by a deed; without a button pressed, nothing happens."""
        if pressed := self.pressed(request):
            deed, done = pressed
            answer = form.cleaned_data.get("answer", "")
            self.attempt(request, lambda: deed(obj, by=request.user, answer=answer), done)

"""Webhooks: who is told of alerts, the secret that is shown once, and what was told last."""

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisories.admin.base import DeskAdmin
from advisories.models import Country, Role
from advisories.models.assignments import reach_of
from alerts.actions.webhooks import renew_secret, save_webhook, switch_off, switch_on
from alerts.models import WebhookEndpoint
from council.models import Member
from web import fetching

SHOWN = 20


class WebhookForm(forms.ModelForm):
    def clean_url(self):
        url = self.cleaned_data["url"]
        try:
            fetching.checked(url)
        except fetching.FetchError as error:
            raise forms.ValidationError(
                _("This address cannot be used: it begins with https:// and names no port.")
            ) from error
        return url

    def clean(self):
        found = super().clean()
        organization, person = found.get("organization"), found.get("answers")
        if found.get("everything") is False and not found.get("countries"):
            self.add_error("countries", _("Choose at least one country, or every country."))
        if organization and not person:
            self.add_error("answers", _("Name the member who answers for this webhook."))
        if organization and person and not belongs(person, organization):
            self.add_error("answers", _("This person is no member for that organization."))
        return found


def belongs(person, organization):
    members = Member.objects.active().filter(user=person)
    return members.filter(membership__organization=organization).exists()


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(DeskAdmin):
    """For membership officers, each for organizations that are theirs alone."""

    form = WebhookForm
    change_form_template = "admin/alerts/webhookendpoint/change_form.html"
    list_display = ["name", "organization", "lowest_grade", "tlp", "state"]
    list_select_related = ["organization"]
    search_fields = ["name"]
    fields = [
        "name", "url", "organization", "answers", "everything", "countries", "lowest_grade", "tlp",
    ]  # fmt: skip
    filter_horizontal = []

    def may(self, request):
        return request.user.is_superuser or bool(reach_of(request.user, Role.MEMBERSHIP_OFFICER))

    def get_actions(self, request):
        return {}

    def choices_for(self, field, request):
        """Countries are public; organizations and people are those of this person's desk."""
        if field.name == "countries":
            return Country.objects.all()
        organizations = WebhookEndpoint.organizations_for(request.user)
        if field.name == "organization":
            return organizations
        members = Member.objects.active().filter(membership__organization__in=organizations)
        return User.objects.filter(pk__in=members.values("user"))

    def formfield_for_dbfield(self, field, request, **options):
        if field.name == "url":
            options |= {"assume_scheme": "https", "widget": forms.URLInput}
        if field.name == "countries":
            options["widget"] = forms.SelectMultiple({"size": 12})
        return super().formfield_for_dbfield(field, request, **options)

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change, **options)
        form.base_fields["organization"].required = not request.user.is_superuser
        return form

    @admin.display(description=_("state"))
    def state(self, endpoint):
        if endpoint.disabled_at:
            return _("Switched off")
        return _("Failing") if endpoint.failing_since else _("On")

    def render_change_form(self, request, context, obj=None, **options):
        if obj:
            last = obj.deliveries.select_related("alert").order_by("-pk")[:SHOWN]
            context |= {"state": self.state(obj), "last": last}
        return super().render_change_form(request, context, obj=obj, **options)

    def save_model(self, request, obj, form, change):
        obj.fresh_secret = save_webhook(obj, by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        return self.secret_page(request, obj, obj.fresh_secret)

    def response_change(self, request, obj):
        if "_renew" in request.POST:
            return self.secret_page(request, obj, renew_secret(obj, by=request.user))
        if "_on" in request.POST:
            switch_on(obj, by=request.user)
        if "_off" in request.POST:
            switch_off(obj, by=request.user)
        messages.success(request, _("The webhook is saved."))
        return redirect("admin:alerts_webhookendpoint_change", obj.pk)

    def secret_page(self, request, endpoint, secret):
        """The only page that ever shows it; like every staff page it is kept by no cache."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": endpoint,
            "title": _("Secret of the webhook"),
            "secret": secret,
        }
        template = "admin/alerts/webhookendpoint/secret.html"
        return TemplateResponse(request, template, context)

"""Webhooks: who is told of alerts, the secret that is shown once, and what was told last."""

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from advisories.admin.base import DeskAdmin
from advisories.models import Country, Role
from advisories.models.assignments import reach_of
from alerts.actions.webhooks import renew_secret, save_webhook, switch_off, switch_on
from alerts.forms.webhooks import WebhookForm
from alerts.models import WebhookEndpoint
from council.models import Member, Membership
from web.both_texts import BothTexts, BothTextsForm

SHOWN = 20


class SharedWebhookForm(BothTextsForm, WebhookForm):
    """Several people look after one."""


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(BothTexts, DeskAdmin):
    """For membership officers: those of the organizations in their councils."""

    form = SharedWebhookForm
    change_form_template = "admin/alerts/webhookendpoint/change_form.html"
    list_display = ["name", "membership", "lowest_grade", "tlp", "state"]
    list_select_related = ["membership__organization", "membership__council"]
    search_fields = ["name"]
    fields = [
        "name", "url", "membership", "answered_by",
        "everything", "countries", "lowest_grade", "tlp",
    ]  # fmt: skip

    def may(self, request):
        return request.user.is_superuser or bool(reach_of(request.user, Role.MEMBERSHIP_OFFICER))

    def get_actions(self, request):
        return {}

    def choices_for(self, field, request):
        """Countries are public; memberships and people are those of this person's desk."""
        if field.name == "countries":
            return Country.objects.all()
        if field.name == "membership":
            rows = Membership.objects.editable_by(request.user)
            return rows.select_related("organization", "council")
        members = Member.objects.active().editable_by(request.user)
        return members.select_related("user", "membership__organization", "membership__council")

    def formfield_for_dbfield(self, field, request, **options):
        if field.name == "url":
            options |= {"assume_scheme": "https", "widget": forms.URLInput}
        if field.name == "countries":
            options["widget"] = forms.SelectMultiple({"size": 12})
        return super().formfield_for_dbfield(field, request, **options)

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change, **options)
        form.base_fields["membership"].required = not request.user.is_superuser
        return form

    @admin.display(description=_("state"))
    def state(self, endpoint):
        return endpoint.state

    def render_change_form(self, request, context, obj=None, **options):
        if obj:
            last = obj.deliveries.select_related("alert").order_by("-pk")[:SHOWN]
            context |= {"state": obj.state, "last": last}
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

"""What the pages of this desk share."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import Media
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts import audit
from accounts.history import AuditedHistory
from web.admin_base import ScopedAdmin
from web.errors import RefusedError

from ..forms.times import PlaceTimeField, day_box, moment_box
from ..models import Role
from ..models.assignments import desk_of, reach_of


def desk_at(request):
    """Where this person writes or publishes, asked once a request: every page asks many times."""
    if not hasattr(request, "desk"):
        request.desk = desk_of(request.user)
    return request.desk


def publishing_at(request):
    """Where this person publishes."""
    if not hasattr(request, "publishing"):
        request.publishing = reach_of(request.user, Role.PUBLISHER)
    return request.publishing


class DeskAdmin(AuditedHistory, ScopedAdmin):
    """For those who write or publish somewhere. Saving and deleting leave a row in the trail."""

    formfield_overrides = {
        models.DateField: {"widget": day_box()},
        models.DateTimeField: {"form_class": PlaceTimeField, "widget": moment_box()},
    }

    def may(self, request):
        return bool(desk_at(request))

    def formfield_for_dbfield(self, field, request, **options):
        """Without the icons that open other rows in a window of their own."""
        formfield = super().formfield_for_dbfield(field, request, **options)
        if isinstance(getattr(formfield, "widget", None), RelatedFieldWidgetWrapper):
            formfield.widget = formfield.widget.widget
        return formfield

    def formfield_for_foreignkey(self, field, request, **options):
        """Who looks after posts only has to name one: a whole country is not theirs."""
        reach = desk_at(request)
        if field.name == "post" and not (reach.everywhere or reach.countries):
            options["required"] = True
        return super().formfield_for_foreignkey(field, request, **options)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not self.get_queryset(request).filter(pk=obj.pk).exists():
            raise PermissionDenied  # nobody writes a row out of their own reach
        name = self.opts.model_name
        audit.record(f"change_{name}" if change else f"add_{name}", obj, by=request.user)

    def construct_change_message(self, request, form, formsets, add=False):
        return ""  # of Django's own log, which is off

    def delete_model(self, request, obj):
        audit.record(f"delete_{self.opts.model_name}", obj, by=request.user)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)

    def row_or_404(self, request, object_id):
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        return row

    def page(self, request, template, row, **context):
        """A page of this row beside its form, in the frame of the staff pages."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "media": Media(),
            **context,
        }
        return TemplateResponse(request, f"admin/advisories/{template}.html", context)

    def attempt(self, request, deed, done):
        """Do it and say so, or say why not."""
        try:
            result = deed()
        except RefusedError as refusal:
            messages.error(request, str(refusal))
            return None
        messages.success(request, done)
        return result

    def to_row(self, row, fragment=""):
        address = reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk]
        )
        return redirect(address + fragment)


class OperatorAdmin(DeskAdmin):
    """For the superuser: what holds for the whole site."""

    def may(self, request):
        return request.user.is_superuser

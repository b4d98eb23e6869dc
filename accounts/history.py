"""The history page of a staff page, told by the audit trail."""

from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from .models import AuditEvent


class AuditedHistory:
    """Mixin for a ModelAdmin: who did what to this row, and when."""

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        events = AuditEvent.objects.filter(
            object_type=self.model._meta.label_lower, object_id=row.pk
        ).order_by("-at", "-pk")
        page = Paginator(events, 100).get_page(request.GET.get("p"))
        people = get_user_model().objects.in_bulk({event.actor_id for event in page})
        for event in page:
            event.actor = people.get(event.actor_id)
            event.words = event.deed.replace("_", " ").capitalize()
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "subtitle": str(row),
            "events": page,
            "opts": self.opts,
            "original": row,
            "object": row,
            "has_view_permission": self.has_view_permission(request, row),
        }
        return TemplateResponse(request, "admin/audit_history.html", context)

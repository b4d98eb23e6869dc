"""Reports: what each is about, its editions, and the start of a new one."""

from django.contrib import admin, messages
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _

from web.both_texts import BothTexts
from web.errors import RefusedError

from ..actions import start_edition
from ..forms.publishing import StartForm
from ..forms.reports import ReportForm
from ..models import Edition, Report
from . import state
from .base import DeskAdmin, desk_at
from .imports import import_urls, may_import


@admin.register(Report)
class ReportAdmin(BothTexts, DeskAdmin):
    form = ReportForm
    change_form_template = "admin/advisories/report/change_form.html"
    change_list_template = "admin/advisories/report/change_list.html"
    list_display = ["title", "country", "post", "current", "open_draft"]
    list_filter = [("country", RelatedOnlyFieldListFilter), ("post", RelatedOnlyFieldListFilter)]
    search_fields = ["title", "country__name", "post__name"]
    list_select_related = ["country", "post"]
    fields = ReportForm.Meta.fields
    prepopulated_fields = {"slug": ["title"]}

    def get_queryset(self, request):
        """With the current edition and the open draft that this person may edit."""
        mine = Edition.objects.editable_by(request.user).filter(report=OuterRef("pk"))
        live, drafts = mine.live().newest_first(), mine.drafts().newest_first()
        rows = super().get_queryset(request)
        return rows.annotate(
            current_year=Subquery(live.values("year")[:1]),
            current_revision=Subquery(live.values("revision")[:1]),
            draft_year=Subquery(drafts.values("year")[:1]),
        )

    @admin.display(description=_("current edition"), ordering="current_year")
    def current(self, report):
        if report.current_year is None:
            return "–"
        return f"{report.current_year}, v{report.current_revision}"

    @admin.display(description=_("open draft"), ordering="draft_year")
    def open_draft(self, report):
        return report.draft_year or "–"

    def get_form(self, request, obj=None, **options):
        form = super().get_form(request, obj, **options)
        form.may_be_topic = desk_at(request).everywhere
        return form

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request, obj=None):
        """An address that readers may have kept does not change, nor does what they read about.

        Moved to a country with other rules and back, an edition would be published by them.
        """
        if obj is None or not obj.editions.exists():
            return []
        published = obj.editions.filter(published_at__isnull=False).exists()
        return ["slug", "country", "post"] if published else ["slug"]

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.editions.exists())

    def get_actions(self, request):
        return {}

    def render_change_form(self, request, context, obj=None, **options):
        if obj:
            editions = obj.editions.editable_by(request.user).newest_first()
            context["editions"] = [(edition, state.words(edition)) for edition in editions]
        return super().render_change_form(request, context, obj=obj, **options)

    def changelist_view(self, request, extra_context=None):
        may = {"may_import": may_import(request, self)}
        return super().changelist_view(request, {**(extra_context or {}), **may})

    def get_urls(self):
        start = self.admin_site.admin_view(self.start)
        return [
            *import_urls(self),
            path("<path:object_id>/start/", start, name="advisories_report_start"),
            *super().get_urls(),
        ]

    def start(self, request, object_id):
        report = self.row_or_404(request, object_id)
        editions = report.editions.editable_by(request.user).newest_first()
        form = StartForm(request.POST or None, editions=editions)
        if request.method == "POST" and form.is_valid():
            try:
                draft = start_edition(report, by=request.user, **form.cleaned_data)
            except RefusedError as refusal:
                form.add_error("year", str(refusal))
            else:
                messages.success(request, _("The draft is open."))
                return redirect("admin:advisories_edition_change", draft.pk)
        return self.page(
            request,
            "report/start",
            report,
            title=_("Start an edition"),
            form=form,
            errors=form.errors,
        )

"""Editions: a draft is edited and published here; what is published can only be looked at."""

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _

from web.errors import RefusedError

from .. import readiness
from ..actions import (
    add_section,
    move_section,
    publish_edition,
    save_edition,
    unschedule_edition,
    withdraw_edition,
)
from ..forms.editions import EditionForm
from ..forms.publishing import PublishForm
from ..models import Edition
from . import state
from .base import DeskAdmin, desk_at
from .preview import preview_page
from .rich_text import RichTextAdmin
from .sections import SectionInline, lines
from .stale import conflicts


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("draft", _("Drafts")), ("scheduled", _("Scheduled")), ("live", _("Published"))]

    def queryset(self, request, editions):
        questions = {
            "draft": editions.drafts,
            "scheduled": editions.scheduled,
            "live": editions.live,
        }
        return questions[self.value()]() if self.value() in questions else editions


@admin.register(Edition)
class EditionAdmin(RichTextAdmin, DeskAdmin):
    form = EditionForm
    inlines = [SectionInline]
    change_form_template = "admin/advisories/edition/change_form.html"
    list_display = ["title", "year", "revision", "state", "place", "tlp"]
    list_filter = [StateFilter, "tlp", "year"]
    search_fields = ["title", "report__title"]
    list_select_related = ["report__country", "report__post"]
    ordering = ["report__title", "-year", "-revision"]
    # Set by the portal, which knows who hears: takes an edition, returns [(label, count), ...].
    audience_counts = None

    @admin.display(description=_("state"))
    def state(self, edition):
        return state.words(edition)

    @admin.display(description=_("place"))
    def place(self, edition):
        return edition.report.place or "–"

    # What may be done, by whom

    def has_add_permission(self, request):
        return False  # an edition starts from its report

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.published_at)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.published_at)

    def get_actions(self, request):
        return {}

    def may_publish(self, request, edition):
        return Edition.objects.publishable_by(request.user).filter(pk=edition.pk).exists()

    def choices_for(self, field, request):
        """Text of a council is written by those whom the council's desk holds."""
        if field.name == "council":
            reach = desk_at(request)
            return field.related_model.objects.filter(reach.in_councils("pk"))
        return super().choices_for(field, request)

    def get_fieldsets(self, request, obj=None):
        fields = [*EditionForm.Meta.fields]
        if obj and not obj.published_at:
            fields += ["settled"] if obj.problems else []
            fields += ["read_version"]
        return [(_("Edition"), {"fields": fields})]

    # The form

    def render_change_form(self, request, context, obj=None, **options):
        current = obj.report.editions.editable_by(request.user).live().newest_first().first()
        formset = context["inline_admin_formsets"][0].formset
        form = context["adminform"].form
        if getattr(form, "is_stale", False):
            context["conflicts"] = conflicts(Edition.objects.get(pk=obj.pk), request.POST)
        context |= {
            "steps": state.steps(obj),
            "happened": state.happened(obj),
            "seen": state.seen(obj, current),
            "current": current,
            "lines": list(lines(obj, formset.forms, request.GET.get("open"))),
            "checks": readiness.checklist(obj),
            "audience": self.audience(obj),
            "may_publish": self.may_publish(request, obj),
        }
        return super().render_change_form(request, context, obj=obj, **options)

    def audience(self, edition):
        return type(self).audience_counts(edition) if self.audience_counts else []

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if request.method == "POST":
            edition = self.row_or_404(request, object_id)
            if edition.published_at:
                return self.published_meanwhile(request, edition)
        return super().change_view(request, object_id, form_url, extra_context)

    def published_meanwhile(self, request, edition):
        """Nothing can be saved any more, and nothing that was typed is lost."""
        found = conflicts(edition, request.POST)
        response = self.page(
            request,
            "edition/published_meanwhile",
            edition,
            title=_("This edition was published meanwhile"),
            conflicts=found,
        )
        response.status_code = 409
        return response

    def save_model(self, request, obj, form, change):
        """The edition and its sections are one deed; see save_related."""

    def save_related(self, request, form, formsets, change):
        sections, removed = formsets[0].typed()
        version = form.cleaned_data["read_version"]
        save_edition(form.instance, sections, removed, by=request.user, version=version)

    def response_change(self, request, edition):
        """Each button saves first, and then does what it says."""
        if "_preview" in request.POST:
            return redirect("admin:advisories_edition_preview", edition.pk)
        if "_publish" in request.POST:
            return redirect("admin:advisories_edition_publish", edition.pk)
        if "_add" in request.POST:
            return self.to_section(edition, add_section(edition, by=request.user))
        if "_move" in request.POST:
            return self.after_move(request, edition)
        messages.success(request, _("The draft is saved. Readers see nothing of it yet."))
        return self.to_row(edition)

    def after_move(self, request, edition):
        direction, _dash, key = request.POST["_move"].partition("-")
        section = edition.sections.filter(pk=key).first() if key.isdecimal() else None
        if section is None:
            return self.to_row(edition)
        move_section(section, by=request.user, up=direction == "up")
        return self.to_section(edition, section)

    def to_section(self, edition, section):
        return self.to_row(edition, f"?open={section.pk}#section-{section.pk}")

    # Pages beside the form

    def get_urls(self):
        pages = ["preview", "publish", "withdraw", "unschedule"]
        return [
            *(
                path(
                    f"<path:object_id>/{page}/",
                    self.admin_site.admin_view(getattr(self, page)),
                    name=f"advisories_edition_{page}",
                )
                for page in pages
            ),
            *super().get_urls(),
        ]

    def preview(self, request, object_id):
        return preview_page(request, self.row_or_404(request, object_id))

    def publish(self, request, object_id):
        edition = self.row_or_404(request, object_id)
        self.publisher_only(request, edition)
        form = PublishForm(request.POST or None, edition=edition)
        if request.method == "POST" and form.is_valid():
            try:
                edition = publish_edition(edition, by=request.user, **form.cleaned_data)
            except RefusedError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, state.happened(edition))
                return self.to_row(edition)
        return self.page(
            request,
            "edition/publish",
            edition,
            title=_("Publish this edition?"),
            form=form,
            errors=form.errors,
            checks=readiness.checklist(edition),
            audience=self.audience(edition),
        )

    def publisher_only(self, request, edition):
        if not self.may_publish(request, edition):
            raise Http404

    def withdraw(self, request, object_id):
        edition = self.row_or_404(request, object_id)
        self.publisher_only(request, edition)
        if request.method == "POST":
            self.attempt(
                request,
                lambda: withdraw_edition(edition, by=request.user),
                _("The edition is withdrawn. Readers do not see it any more."),
            )
            return self.to_row(edition)
        return self.page(request, "edition/withdraw", edition, title=_("Withdraw this edition?"))

    def unschedule(self, request, object_id):
        edition = self.row_or_404(request, object_id)
        self.publisher_only(request, edition)
        if request.method == "POST":
            self.attempt(
                request,
                lambda: unschedule_edition(edition, by=request.user),
                _("The edition is a draft again."),
            )
        return self.to_row(edition)

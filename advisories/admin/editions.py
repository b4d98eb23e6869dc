"""Editions: a draft is edited and published here; what is published can only be looked at."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from web.admin_base import QuestionFilter
from web.numbers import key_in

from .. import readiness
from ..actions import add_section, move_section, save_edition
from ..forms.editions import EditionForm
from ..forms.review import CommentForm
from ..models import Edition
from . import state
from .base import DeskAdmin, desk_at
from .changes import ChangePages
from .comments import CommentPages, comments_of
from .files import FilePages
from .place_page import PlacePage
from .rich_text import RichTextAdmin
from .section_page import SectionPage
from .sections import SectionInline, lines
from .stale import conflicts
from .steps import StepPages
from .word import WordPages


class StateFilter(QuestionFilter):
    title = _("state")
    parameter_name = "state"
    questions = (
        ("draft", _("Drafts"), "drafts"),
        ("review", _("In review"), "in_review"),
        ("approved", _("Approved"), "approved"),
        ("scheduled", _("Scheduled"), "scheduled"),
        ("live", _("Published"), "live"),
    )


@admin.register(Edition)
class EditionAdmin(
    StepPages,
    CommentPages,
    ChangePages,
    FilePages,
    PlacePage,
    WordPages,
    SectionPage,
    RichTextAdmin,
    DeskAdmin,
):
    form = EditionForm
    pages = [*StepPages.pages, *CommentPages.pages, *ChangePages.pages, *FilePages.pages]
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
        may_publish = self.may_publish(request, obj)
        context |= {
            "steps": state.steps(obj),
            "happened": state.happened(obj),
            "saving": state.saving(obj, readiness.needs_second_person(obj)),
            "waits_for": "",
            "next_step": state.next_step(obj, request.user, may_publish=may_publish),
            "seen": state.seen(obj, current),
            "current": current,
            "compared": self.published_before(request, obj),
            "lines": list(lines(obj, formset.forms, request.GET.get("open"))),
            "checks": readiness.checklist(obj),
            "audience": self.audience(obj),
            "may_publish": may_publish,
            "comments": comments_of(obj),
            "comment_form": CommentForm(edition=obj),
        }
        if not context["next_step"]:
            context["waits_for"] = state.waits_for(obj, request.user, may_publish=may_publish)
        return super().render_change_form(request, context, obj=obj, **options)

    def audience(self, edition):
        return type(self).audience_counts(edition) if self.audience_counts else []

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if request.method == "POST":
            edition = self.row_or_404(request, object_id)
            if edition.published_at:
                return self.published_meanwhile(request, edition)
            request.was_approved = bool(edition.approved_at)
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
        response = self.sections_after_save(request, edition)
        self.say_reopened(request, edition)
        if response is None:
            response = self.step_after_save(request, edition)
        if response is None:
            messages.success(request, _("The draft is saved. Readers see nothing of it yet."))
            response = self.to_row(edition)
        return response

    def say_reopened(self, request, edition):
        if request.was_approved and not edition.approved_at:
            words = _("It was approved and has changed, so it is in review again.")
            messages.warning(request, words)

    def sections_after_save(self, request, edition):
        if "_add" in request.POST:
            return self.to_section(edition, add_section(edition, by=request.user))
        if "_move" in request.POST:
            return self.after_move(request, edition)
        return None

    def after_move(self, request, edition):
        direction, _dash, key = request.POST["_move"].partition("-")
        section = edition.sections.filter(pk=key_in(key)).first()
        if section is None:
            return self.to_row(edition)
        section.edition = edition
        move_section(section, by=request.user, up=direction == "up")
        return self.to_section(edition, section)

    def to_section(self, edition, section):
        return self.to_row(edition, f"?open={section.pk}#section-{section.pk}")

"""Who may do what: the superuser gives roles and ends them."""

from django.contrib import admin
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _

from ..actions import assign, end_assignment
from ..forms.assignments import AssignmentForm
from ..models import Assignment
from .base import OperatorAdmin


class HoldingFilter(admin.SimpleListFilter):
    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [("all", _("Held and ended"))]

    def choices(self, changelist):
        for value, words in [(None, _("Held")), ("all", _("Held and ended"))]:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": words,
            }

    def queryset(self, request, assignments):
        return assignments if self.value() == "all" else assignments.active()


@admin.register(Assignment)
class AssignmentAdmin(OperatorAdmin):
    form = AssignmentForm
    change_form_template = "admin/advisories/assignment_form.html"
    list_display = ["user", "role", "place", "started_at", "ended_at"]
    list_filter = [HoldingFilter, "role"]
    search_fields = ["user__email", "user__name"]
    list_select_related = ["user", "country", "post", "council"]
    fields = ["email", "role", "everywhere", "country", "post", "council"]
    readonly_fields = ["user", "place", "started_at", "ended_at"]

    @admin.display(description=_("where"))
    def place(self, assignment):
        return assignment.country or assignment.post or assignment.council or _("everywhere")

    def rows(self, request):
        return Assignment.objects.all()

    def choices_for(self, field, request):
        """A superuser gives any council to somebody, without seeing into it."""
        return field.related_model._default_manager.all()

    def get_fields(self, request, obj=None):
        return ["user", "role", *self.readonly_fields[1:]] if obj else self.fields

    def get_form(self, request, obj=None, change=False, **options):
        return super().get_form(
            request, obj, change=change, **options | ({"fields": []} if obj else {})
        )

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        end = self.admin_site.admin_view(self.end)
        name = "advisories_assignment_end"
        return [path("<path:object_id>/end/", end, name=name), *super().get_urls()]

    def end(self, request, object_id):
        assignment = self.row_or_404(request, object_id)
        if request.method == "POST":
            self.attempt(
                request,
                lambda: self.end_role(assignment, by=request.user),
                _("The assignment has ended."),
            )
            return redirect("admin:advisories_assignment_changelist")
        return self.page(request, "assignment_end", assignment, title=_("End this assignment?"))

    def end_role(self, assignment, *, by):
        """The deed, to which apps above add what else ends with a role."""
        end_assignment(assignment, by=by)

    def save_form(self, request, form, change):
        values = {name: form.cleaned_data[name] for name in AssignmentForm.Meta.fields}
        return assign(form.instance.user, by=request.user, **values)

    def save_model(self, request, obj, form, change):
        return None

    def save_related(self, request, form, formsets, change):
        return None

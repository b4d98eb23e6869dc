"""The base class of staff pages: one person, the rows of their desk, and nothing beside.

What lies outside is answered with the same 404 as what does not exist: change, delete and
history pages, actions, popups, autocomplete, filters and the choices of form fields. (The
stock admin answers a redirect that names the id, and offers every row of a related table.)

A subclass says who may come at all in `may`, and by default shows `editable_by(user)`.
"""

from django.contrib import admin
from django.contrib.admin.filters import RelatedFieldListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.paginator import Paginator
from django.db.models import ForeignKey, JSONField, ManyToManyField
from django.http import Http404
from django.utils.functional import cached_property

from .forms import StorableJSONField


def rows_for(user, model):
    """The rows of `model` this person may put into a form: editable, else visible, else any."""
    rows = model._default_manager.all()
    for question in ("editable_by", "visible_to"):
        if hasattr(rows, question):
            return getattr(rows, question)(user)
    return rows


class CappedPaginator(Paginator):
    """Counts to a thousand and stops: nobody pages further, and counting a large table is slow."""

    most = 1000

    @cached_property
    def count(self):
        return self.object_list.order_by()[: self.most].count()


class ScopedFilter(RelatedFieldListFilter):
    """A sidebar filter that names only rows of this person's desk."""

    def field_choices(self, field, request, model_admin):
        rows = rows_for(request.user, field.related_model)
        return field.get_choices(
            include_blank=False,
            ordering=self.field_admin_ordering(field, request, model_admin),
            limit_choices_to={"pk__in": rows.values("pk")},
        )


class QuestionFilter(admin.SimpleListFilter):
    """A sidebar filter by what the queryset can be asked: (name, words, method) each."""

    questions: tuple[tuple[str, str, str], ...] = ()

    def lookups(self, request, model_admin):
        return [(name, words) for name, words, _method in self.questions]

    def queryset(self, request, rows):
        methods = {name: method for name, _words, method in self.questions}
        method = methods.get(self.value())
        return getattr(rows, method)() if method else rows


class ScopedChoices:
    """Form fields of an admin or inline offer and accept rows of this person's desk only.

    `choices_for` may widen that field by field, for instance to every country.
    """

    def choices_for(self, field, request):
        return rows_for(request.user, field.related_model)

    def formfield_for_dbfield(self, field, request, **options):
        if isinstance(field, JSONField):
            options.setdefault("form_class", StorableJSONField)
        return super().formfield_for_dbfield(field, request, **options)

    def formfield_for_foreignkey(self, field, request, **options):
        if field.name in self.raw_id_fields:
            # Its widget shows the name of whatever row an address or a form names.
            raise ImproperlyConfigured(f"{self}: use autocomplete_fields for {field.name}.")
        options.setdefault("queryset", self.choices_for(field, request))
        return super().formfield_for_foreignkey(field, request, **options)

    def formfield_for_manytomany(self, field, request, **options):
        options.setdefault("queryset", self.choices_for(field, request))
        return super().formfield_for_manytomany(field, request, **options)


class UnloggedAdmin:
    """Django's own log of names and changes is off; audited deeds write accounts.AuditEvent."""

    def log_addition(self, request, row, message):
        return None

    def log_change(self, request, row, message):
        return None

    def log_deletions(self, request, queryset):
        return None


class ScopedAdmin(UnloggedAdmin, ScopedChoices, admin.ModelAdmin):
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each is a count over the whole table
    view_on_site = False
    paginator = CappedPaginator

    def may(self, request):
        """True if this person has business with this kind of row at all."""
        return True

    def rows(self, request):
        return rows_for(request.user, self.model)

    def get_queryset(self, request):
        """The rows of this person; none at all for who has no business here.

        A page added beside the stock ones finds its row through this, and so is closed to
        others even where it forgets to ask for the permission.
        """
        rows = self.rows(request) if self.has_module_permission(request) else self.nothing()
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def nothing(self):
        return self.model._default_manager.none()

    # Permissions: Django's own permission table is not used; roles are Assignments.

    def has_module_permission(self, request):
        return self.is_staff(request) and self.may(request)

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def is_staff(self, request):
        return request.user.is_active and request.user.is_staff

    def get_view_on_site_url(self, obj=None):
        """The row's own address; Django's shortcut to it would tell that of any row there is."""
        if obj is None or not self.view_on_site:
            return None
        return obj.get_absolute_url() if self.view_on_site is True else self.view_on_site(obj)

    # What is not there for this person.

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404

    def response_action(self, request, queryset):
        for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
            if not self.holds(request, key):
                raise Http404
        return super().response_action(request, queryset)

    def holds(self, request, key):
        """True if this is the key of a row in scope, whatever the list at hand filters by."""
        try:
            return self.get_queryset(request).filter(pk=self.opts.pk.clean(key, None)).exists()
        except (ValidationError, ValueError):
            return False

    def get_list_filter(self, request):
        return [self.scoped_filter(entry) for entry in super().get_list_filter(request)]

    def scoped_filter(self, entry):
        if not isinstance(entry, str) or "__" in entry:
            return entry
        field = self.opts.get_field(entry)
        related = isinstance(field, (ForeignKey, ManyToManyField))
        return (entry, ScopedFilter) if related else entry


class ScopedInline(ScopedChoices):
    """Mixin for inlines of a ScopedAdmin: their parent is in scope, so their rows are."""

    most = 200  # rows that one post may speak of; Django would draw a thousand for a forged count

    def get_formset(self, request, obj=None, **options):
        options = {"max_num": self.most, "absolute_max": self.most, **options}
        return super().get_formset(request, obj, **options)

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission

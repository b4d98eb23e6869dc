"""Alerts: written, counted, sent and ended here; what was sent can only be looked at."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import F
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from advisories.admin.base import DeskAdmin
from advisories.models import Role
from advisories.models.assignments import reach_of
from alerts.audience.within import places_within
from alerts.models import Alert, AlertPlace, Grade
from alerts.models.reviews import needs_second_person, review_of
from alerts.wording.readiness import checklist
from web.admin_base import QuestionFilter, ScopedInline

from .forms import AlertForm, AlertPlaceForm, AlertPlaceFormSet
from .progress import ProgressPages
from .reviewing import ReviewPages
from .sending import SendingPages
from .starting import StartPage
from .states import review_words, state_of, steps_of

TYPED = ["title", "what_to_do", "what_happened", "where_and_when", "if_affected"]


def sending_at(request):
    """Where this person sends alerts, asked once a request."""
    if not hasattr(request, "sending"):
        request.sending = reach_of(request.user, Role.SENDER)
    return request.sending


class PlaceInline(ScopedInline, admin.TabularInline):
    model = AlertPlace
    form = AlertPlaceForm
    formset = AlertPlaceFormSet
    fields = ["place"]
    template = "admin/alerts/alert/places.html"
    most = 40

    def get_formset(self, request, obj=None, **options):
        """The lines offer the places within the sender's reach."""
        within = {"places": places_within(sending_at(request))}
        form = type("PlaceForm", (AlertPlaceForm,), within)
        return super().get_formset(request, obj, **{"form": form, **options})

    def get_extra(self, request, obj=None, **options):
        return 0 if obj and obj.published_at else 2

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not (obj and obj.published_at)

    has_change_permission = has_delete_permission = has_add_permission


class StateFilter(QuestionFilter):
    title = _("state")
    parameter_name = "state"
    questions = (
        ("draft", _("Drafts"), "drafts"),
        ("review", _("Waiting for approval"), "waiting_for_approval"),
        ("scheduled", _("Scheduled"), "scheduled"),
        ("force", _("In force"), "in_force"),
        ("sent", _("Sent"), "sent"),
    )


@admin.register(Alert)
class AlertAdmin(StartPage, ReviewPages, ProgressPages, SendingPages, DeskAdmin):
    form = AlertForm
    inlines = [PlaceInline]
    change_form_template = "admin/alerts/alert/change_form.html"
    list_display = ["headline", "grade", "state", "published_at", "tlp"]
    list_filter = [StateFilter, "grade", "tlp"]
    search_fields = ["title"]
    ordering = [F("published_at").desc(nulls_first=True), "-pk"]

    @admin.display(description=_("alert"))
    def headline(self, alert):
        return alert.headline

    @admin.display(description=_("state"))
    def state(self, alert):
        return state_of(alert)

    # Who may do what

    def may(self, request):
        return bool(sending_at(request))

    def get_queryset(self, request):
        return super().get_queryset(request).with_places()

    def choices_for(self, field, request):
        """Text of a council is sent by those who are its senders."""
        return field.related_model.objects.filter(sending_at(request).in_councils("pk"))

    def get_actions(self, request):
        return {}

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.published_at)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.published_at)

    def get_fieldsets(self, request, obj=None):
        fields = [*AlertForm.Meta.fields]
        if not sending_at(request).everywhere:
            fields.remove("everywhere")
        if obj is None:
            fields.append("form_key")
        elif not obj.published_at:
            fields.append("read_version")
        return [(_("Alert"), {"fields": fields})]

    # The form

    def add_view(self, request, form_url="", extra_context=None):
        """The same form sent twice opens the alert it made."""
        made = self.made_by(request)
        try:
            return made or super().add_view(request, form_url, extra_context)
        except IntegrityError:
            made = self.made_by(request)
            if made is None:
                raise
            return made

    def made_by(self, request):
        form = AlertForm.base_fields["form_key"]
        try:
            key = form.clean(request.POST.get("form_key", ""))
        except ValidationError:
            return None
        row = self.get_queryset(request).filter(form_id=key).first() if key else None
        return row and self.to_row(row)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if request.method == "POST":
            alert = self.row_or_404(request, object_id)
            if alert.published_at:
                return self.sent_meanwhile(request, alert)
        return super().change_view(request, object_id, form_url, extra_context)

    def sent_meanwhile(self, request, alert):
        """Nothing can be saved any more, and nothing that was typed is lost."""
        typed = [
            (alert._meta.get_field(name).verbose_name, request.POST.get(name)) for name in TYPED
        ]
        title = _("This alert was sent meanwhile")
        response = self.page(request, "sent_meanwhile", alert, title=title, typed=typed)
        response.status_code = 409
        return response

    def render_change_form(self, request, context, obj=None, **options):
        context |= {"steps": steps_of(obj), "state": obj and state_of(obj), "grades": list(Grade)}
        if obj and not obj.published_at:
            context |= {"checks": checklist(obj), "review_words": review_words(obj)}
            context["latest_review"] = review_of(obj)[0]
        return super().render_change_form(request, context, obj=obj, **options)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.started_by = request.user
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_change(request, obj)

    def response_change(self, request, obj):
        if "_audience" in request.POST:
            obj = self.row_or_404(request, str(obj.pk))  # with the places saved beside it
            unread = needs_second_person(obj) and not review_of(obj)[1]
            page = "review" if unread else "audience"
            return redirect(f"admin:alerts_alert_{page}", obj.pk)
        messages.success(request, _("The draft is saved. Nobody was told."))
        return self.to_row(obj)

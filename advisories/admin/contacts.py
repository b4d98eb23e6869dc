"""Numbers to call. Anybody on the desk proposes one; a person who checked it confirms it."""

from django.contrib import admin, messages
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from web.admin_base import QuestionFilter
from web.both_texts import BothTexts, BothTextsForm

from ..actions import confirm_contact
from ..importer.phones import in_e164
from ..models import Contact
from .base import DeskAdmin


class StandingFilter(QuestionFilter):
    title = _("standing")
    parameter_name = "standing"
    questions = (
        ("due", _("To be checked"), "due"),
        ("proposed", _("Proposed"), "proposed"),
        ("stale", _("Not checked for 90 days"), "stale"),
        ("confirmed", _("Confirmed"), "confirmed"),
    )


class ContactForm(BothTextsForm):
    """A number typed as people there dial it; the form for abroad follows from it."""

    class Meta:
        model = Contact
        fields = ["country", "post", "role", "name", "number", "e164", "hours", "address"]

    def clean(self):
        values = super().clean()
        post, country = values.get("post"), values.get("country")
        if post and country and post.country_id != country.pk:
            self.add_error("post", _("This post is in another country."))
        if country and "number" in self.changed_data and "e164" not in self.changed_data:
            values["e164"] = in_e164(values.get("number", ""), country.alpha2)
        return values


@admin.register(Contact)
class ContactAdmin(BothTexts, DeskAdmin):
    form = ContactForm
    change_form_template = "admin/advisories/contact_form.html"
    list_display = ["label", "number", "role", "post", "country", "confirmed_at"]
    list_filter = [
        StandingFilter,
        ("country", RelatedOnlyFieldListFilter),
        ("post", RelatedOnlyFieldListFilter),
        "role",
    ]
    search_fields = ["name", "number"]
    list_select_related = ["country", "post__country"]
    readonly_fields = ["standing", "source_line"]
    actions = ["confirm"]

    @admin.display(description=_("standing"), ordering="confirmed_at")
    def standing(self, contact):
        if not contact.confirmed_at:
            return _("Proposed: readers do not see it")
        return _("Confirmed on %(day)s by %(person)s") % {
            "day": contact.confirmed_at.strftime("%Y-%m-%d"),
            "person": contact.confirmed_by or _("somebody who has left"),
        }

    def choices_for(self, field, request):
        """The country of a post belongs to whoever looks after the post."""
        if field.name == "country":
            posts = super().choices_for(Contact._meta.get_field("post"), request)
            countries = super().choices_for(field, request)
            return field.related_model.objects.filter(pk__in=posts.values("country")) | countries
        return super().choices_for(field, request)

    def save_model(self, request, obj, form, change):
        """A changed number is another number: it waits to be confirmed, unless that was pressed."""
        if {"number", "e164"} & set(form.changed_data):
            obj.confirmed_at = obj.confirmed_by = None
        super().save_model(request, obj, form, change)
        if "_confirm" in request.POST:
            confirm_contact(obj, by=request.user)

    @admin.action(description=_("Confirm: I have checked these numbers"))
    def confirm(self, request, contacts):
        due = list(contacts.due())
        for contact in due:
            confirm_contact(contact, by=request.user)
        words = ngettext(
            "%(count)d number is confirmed; readers see it from now on.",
            "%(count)d numbers are confirmed; readers see them from now on.",
            len(due),
        )
        messages.success(request, words % {"count": len(due)})

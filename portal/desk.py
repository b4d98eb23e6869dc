"""What waits for a person on the staff pages: on the start page and as tags in the sidebar."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisories.models import Contact, Edition, Role
from advisories.models.assignments import desk_of, reach_of
from council.models import Application

SHOWN = 10


@dataclass
class Row:
    url: str
    words: str
    more: str = ""


@dataclass
class Box:
    title: str
    empty: str
    all: str
    count: int
    rows: list[Row] = field(default_factory=list)


def badges(user):
    """A short tag for each kind of row that waits, by its label."""
    found = {}
    drafts = Edition.objects.editable_by(user).drafts().count()
    proposed = Contact.objects.editable_by(user).proposed().count()
    if drafts:
        found["advisories.report"] = ngettext("%d draft", "%d drafts", drafts) % drafts
    if proposed:
        found["advisories.contact"] = ngettext("%d to check", "%d to check", proposed) % proposed
    if applications := Application.objects.editable_by(user).open().count():
        found["council.application"] = ngettext("%d open", "%d open", applications) % applications
    return found


def waiting(user):
    """The boxes of the start page: for those who write, and for those who look after members."""
    writing = [drafts_box(user), contacts_box(user)] if desk_of(user) else []
    return writing + ([applications_box(user)] if looks_after_members(user) else [])


def looks_after_members(user):
    return bool(reach_of(user, Role.MEMBERSHIP_OFFICER))


def drafts_box(user):
    drafts = Edition.objects.editable_by(user).drafts().select_related("started_by")
    drafts = drafts.order_by("-started_at")
    rows = [
        Row(
            reverse("admin:advisories_edition_change", args=[draft.pk]),
            f"{draft.title} ({draft.year})",
            _("started by %(person)s") % {"person": draft.started_by} if draft.started_by else "",
        )
        for draft in drafts[:SHOWN]
    ]
    everything = reverse("admin:advisories_edition_changelist") + "?state=draft"
    return Box(_("Drafts"), _("No draft is open."), everything, drafts.count(), rows)


def contacts_box(user):
    contacts = Contact.objects.editable_by(user).proposed()
    contacts = contacts.select_related("country", "post__country")
    rows = [
        Row(reverse("admin:advisories_contact_change", args=[contact.pk]), str(contact))
        for contact in contacts[:SHOWN]
    ]
    everything = reverse("admin:advisories_contact_changelist") + "?standing=proposed"
    empty = _("Every number is confirmed.")
    return Box(_("Numbers to check"), empty, everything, contacts.count(), rows)


def applications_box(user):
    applications = Application.objects.editable_by(user).open().select_related("council")
    rows = [
        Row(
            reverse("admin:council_application_change", args=[application.pk]),
            str(application),
            application.get_state_display(),
        )
        for application in applications.order_by("submitted_at")[:SHOWN]
    ]
    everything = reverse("admin:council_application_changelist") + "?state=open"
    empty = _("No application is open.")
    return Box(_("Applications"), empty, everything, applications.count(), rows)

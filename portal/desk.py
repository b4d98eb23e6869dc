"""What waits for a person on the staff pages: on the start page and as tags in the sidebar."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisories.forms.imports import places_of
from advisories.models import Contact, Edition, EditorTask, LevelChange, Report, Role, Section
from advisories.models.assignments import desk_of, reach_of
from advisories.readiness import approvable
from advisories.times import day_in_words, moment_in_words
from alerts.emergency.enough import too_few
from alerts.models import Alert, AlertReview
from council.models import Application

SHOWN = 10
UNTOUCHED = timedelta(days=365)  # a section that nobody wrote in for so long is looked at again


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
    told = EditorTask.objects.editable_by(user).open().count()
    proposed = Contact.objects.editable_by(user).due().count()
    if drafts:
        found["advisories.report"] = ngettext("%d draft", "%d drafts", drafts) % drafts
    if told:
        found["advisories.editortask"] = ngettext("%d to read", "%d to read", told) % told
    if proposed:
        found["advisories.contact"] = ngettext("%d to check", "%d to check", proposed) % proposed
    if unread := to_approve(user).count():
        found["alerts.alert"] = ngettext("%d to approve", "%d to approve", unread) % unread
    if applications := Application.objects.editable_by(user).open().count():
        found["council.application"] = ngettext("%d open", "%d open", applications) % applications
    return found


def waiting(user):
    """The boxes of the start page: for those who write, and for those who look after members."""
    publishing = [approval_box(user)] if reach_of(user, Role.PUBLISHER) else []
    publishing += taken_back_boxes(user)
    writing = [box(user) for box in WRITING] if desk_of(user) else []
    sending = [box(user) for box in SENDING] if reach_of(user, Role.SENDER) else []
    return (
        sending
        + publishing
        + writing
        + ([applications_box(user)] if looks_after_members(user) else [])
    )


def crisis(user):
    """For senders: the way to the emergency path, and whether there are enough of them."""
    if not reach_of(user, Role.SENDER):
        return {}
    return {"may_send": True, "few_senders": too_few(user)}


def beginnings(site, request):
    """What one may begin from here: (address, words), for those whose desk it is."""
    ways = [
        (Report, "advisories_report_add", _("New report")),
        (LevelChange, "advisories_levelchange_add", _("Set or review a level")),
        (Alert, "alerts_alert_start", _("New alert")),
    ]
    if places_of(request.user):
        ways.insert(0, (Report, "advisories_report_import", _("Read a report in")))
    return [
        (reverse(f"admin:{page}"), words)
        for model, page, words in ways
        if site.get_model_admin(model).has_add_permission(request)
    ]


def looks_after_members(user):
    return bool(reach_of(user, Role.MEMBERSHIP_OFFICER))


def edition_row(edition, more="", *, page="change"):
    address = reverse(f"admin:advisories_edition_{page}", args=[edition.pk])
    return Row(address, f"{edition.title} ({edition.year})", more)


def approval_box(user):
    """What this person may approve: not where a second person is asked for and they wrote."""
    publishable = Edition.objects.publishable_by(user).in_review().select_related("submitted_by")
    waiting = approvable(publishable, user).order_by("submitted_at")
    rows = [
        edition_row(edition, _("sent by %(person)s") % {"person": edition.submitted_by or "–"})
        for edition in waiting[:SHOWN]
    ]
    everything = reverse("admin:advisories_edition_changelist") + "?state=review"
    return Box(_("To approve"), _("No draft waits for you."), everything, waiting.count(), rows)


def taken_back_boxes(user):
    """A notice where an edition lost its time because whoever set it may not publish any more."""
    editions = Edition.objects.publishable_by(user).taken_back().order_by("taken_back_at")
    words = _("Who had scheduled it may not publish any more. Publish it, or set a time anew.")
    rows = [edition_row(edition, words) for edition in editions[:SHOWN]]
    return [Box(_("Taken back from the schedule"), "", "", editions.count(), rows)] if rows else []


def drafts_box(user):
    drafts = Edition.objects.editable_by(user).drafts().select_related("started_by")
    drafts = drafts.order_by("-started_at")
    rows = [edition_row(draft, standing_of(draft)) for draft in drafts[:SHOWN]]
    everything = reverse("admin:advisories_edition_changelist") + "?state=draft"
    return Box(_("Drafts"), _("No draft is open."), everything, drafts.count(), rows)


def standing_of(draft):
    state = str(draft.state.label)
    if draft.returned_at:
        state = _("Changes asked for")
    if not draft.started_by:
        return state
    person = _("started by %(person)s") % {"person": draft.started_by}
    return f"{state}, {person}"


def reviews_box(user):
    """Editions that readers see and whose day of review is past."""
    current = Edition.objects.editable_by(user).live().current()
    overdue = current.filter(next_review_on__lt=timezone.localdate()).order_by("next_review_on")
    rows = [
        edition_row(edition, _("due %(day)s") % {"day": day_in_words(edition.next_review_on)})
        for edition in overdue[:SHOWN]
    ]
    return Box(_("Overdue reviews"), _("No review is overdue."), "", overdue.count(), rows)


def untouched_box(user):
    """Current editions with sections that said the same a year ago, and were not reviewed."""
    sections = untouched_sections(user).select_related("edition").order_by("edition_id", "position")
    groups = [(edition, list(rows)) for edition, rows in groupby(sections, attrgetter("edition"))]
    rows = [
        edition_row(edition, ", ".join(section.heading for section in found[:3]) + more(found[3:]))
        for edition, found in groups[:SHOWN]
    ]
    empty = _("Every section was looked at within a year.")
    return Box(_("Sections nobody touched for a year"), empty, "", len(groups), rows)


def more(rest):
    return _(" and %(count)d more") % {"count": len(rest)} if rest else ""


def untouched_sections(user):
    long_ago = timezone.now() - UNTOUCHED
    current = Edition.objects.editable_by(user).live().current()
    current = current.exclude(reviewed_at__gt=long_ago)
    older = Section.objects.filter(
        edition__report=OuterRef("edition__report"),
        edition__published_at__lt=long_ago,
        edition__withdrawn_at=None,
        anchor=OuterRef("anchor"),
        body=OuterRef("body"),
    )
    sections = Section.objects.filter(edition__in=current.values("pk")).exclude(body="")
    return sections.filter(Exists(older))


def tasks_box(user):
    tasks = EditorTask.objects.editable_by(user).open().select_related("edition")
    rows = [
        Row(
            reverse("admin:advisories_editortask_change", args=[task.pk]),
            task.start,
            str(task.edition),
        )
        for task in tasks[:SHOWN]
    ]
    everything = reverse("admin:advisories_editortask_changelist") + "?standing=open"
    return Box(_("Words from readers"), _("Nothing to read."), everything, tasks.count(), rows)


def contacts_box(user):
    contacts = Contact.objects.editable_by(user).due()
    contacts = contacts.select_related("country", "post__country")
    rows = [
        Row(reverse("admin:advisories_contact_change", args=[contact.pk]), str(contact))
        for contact in contacts[:SHOWN]
    ]
    everything = reverse("admin:advisories_contact_changelist") + "?standing=due"
    empty = _("Every number is confirmed, and checked within 90 days.")
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


def to_approve(user):
    """Alerts that wait for a second person, but for those this person began or asked about."""
    asked = AlertReview.objects.open().exclude(asked_by=user)
    waiting = Alert.objects.editable_by(user).filter(published_at=None)
    return waiting.filter(pk__in=asked.values("alert")).exclude(started_by=user)


def alert_rows(alerts, page, words):
    return [
        Row(reverse(f"admin:alerts_alert_{page}", args=[alert.pk]), alert.headline, words(alert))
        for alert in alerts.with_places()[:SHOWN]
    ]


def place_of(alert):
    """In whose time its moments are told."""
    return next((row.place for row in alert.places.all()), None)


def alerts_to_approve_box(user):
    unread = to_approve(user).select_related("started_by").order_by("started_at")
    written_by = _("written by %(person)s")
    rows = alert_rows(unread, "review", lambda alert: written_by % {"person": alert.started_by})
    everything = reverse("admin:alerts_alert_changelist") + "?state=review"
    empty = _("No alert waits for a second person.")
    return Box(_("Alerts to approve"), empty, everything, unread.count(), rows)


def scheduled_alerts_box(user):
    coming = Alert.objects.editable_by(user).scheduled().order_by("published_at")
    rows = alert_rows(
        coming, "progress", lambda alert: moment_in_words(alert.published_at, place_of(alert))
    )
    everything = reverse("admin:alerts_alert_changelist") + "?state=scheduled"
    return Box(_("Scheduled alerts"), _("None is scheduled."), everything, coming.count(), rows)


SENDING = [alerts_to_approve_box, scheduled_alerts_box]
WRITING = [drafts_box, tasks_box, contacts_box, reviews_box, untouched_box]

"""From asking to join to being let in, or not."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from web.errors import RefusedError

from ..models import Application, ApplicationState, MemberRole
from .memberships import add_person, begin_membership, organization_named


def apply(application, *, by):
    """Hand in an application; the same form sent twice stays one application."""
    application.applicant = by
    try:
        with transaction.atomic():
            application.save(force_insert=True)
            note_step(application, by=by)
            audit.record("apply", application, by=by)
    except IntegrityError:
        return handed_in_before(application, by)
    return application


def handed_in_before(application, by):
    found = by.applications.filter(form_id=application.form_id).first()
    if found is None:
        raise RefusedError(_("This organization's application is being looked at already."))
    return found


@transaction.atomic
def start_vetting(application, *, by):
    lock_open(application)
    move(application, ApplicationState.VETTING, by=by)
    audit.record("start_vetting", application, by=by)


@transaction.atomic
def ask_for_information(application, *, by, question):
    lock_open(application)
    move(application, ApplicationState.NEEDS_INFORMATION, by=by, note=question)
    audit.record("ask_for_information", application, by=by)


@transaction.atomic
def give_information(application, *, by, text):
    """The applicant answers what was asked; the application is back on the desk."""
    lock_open(application)
    if application.state != ApplicationState.NEEDS_INFORMATION:
        raise RefusedError(_("Nothing more is asked of you now."))
    move(application, ApplicationState.SUBMITTED, by=by, note=text)
    audit.record("give_information", application, by=by)


@transaction.atomic
def approve_application(application, *, by, answer=""):
    """The organization joins the council, with the applicant and the colleagues named."""
    lock_open(application)
    organization = organization_named(
        application.organization_name, website=application.website, sector=application.sector
    )
    membership = begin_membership(organization, application.council)
    add_person(membership, application.applicant, by=by, role=MemberRole.CONTACT)
    for address in application.colleagues:
        add_person(membership, address, by=by)
    application.membership = membership
    decide(application, ApplicationState.APPROVED, by=by, answer=answer)
    audit.record("approve_application", application, by=by)
    return membership


@transaction.atomic
def decline_application(application, *, by, answer):
    lock_open(application)
    decide(application, ApplicationState.DECLINED, by=by, answer=answer)
    audit.record("decline_application", application, by=by)


@transaction.atomic
def withdraw_application(application, *, by):
    """The applicant takes it back. Nobody decided it, so decided_at stays empty."""
    lock_open(application)
    move(application, ApplicationState.WITHDRAWN, by=by)
    audit.record("withdraw_application", application, by=by)


def lock_open(application):
    """Read the application as it is now and keep others away from it until the deed is done."""
    application.refresh_from_db(from_queryset=Application.objects.select_for_update())
    if not application.is_open:
        state = application.get_state_display()
        raise RefusedError(_("This application is closed already: %s.") % state.lower())


def move(application, state, *, by, note=""):
    application.state = state
    application.save()
    note_step(application, by=by, note=note)


def decide(application, state, *, by, answer):
    application.answer = answer
    application.decided_at = timezone.now()
    application.decided_by = by
    move(application, state, by=by, note=answer)


def note_step(application, *, by, note=""):
    application.steps.create(state=application.state, by=by, note=note)

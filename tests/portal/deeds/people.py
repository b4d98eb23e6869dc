"""Deeds of councils and travelers."""

from datetime import timedelta
from unittest.mock import call

from django.utils import timezone

from advisories.files import Checked
from council.actions import applications, memberships, papers
from council.models import ActionItem, Application, Meeting
from tests.factories import (
    make_application,
    make_council,
    make_country,
    make_meeting,
    make_member,
    make_membership,
    make_minutes,
    make_stop,
    make_trip,
    make_user,
)
from travelers.enrollment import DraftTrip

from .desk import doer


def application():
    council = make_council()
    vouchers = {"first_voucher": "a@example.org", "second_voucher": "b@example.org"}
    facts = {"organization_name": "Ala-Too", "reason": "An office."}
    return Application(council=council, **facts, **vouchers)


def asked():
    row = make_application()
    applications.ask_for_information(row, by=doer(), question="Since when?")
    return row


def meeting():
    now = timezone.now()
    return Meeting(
        council=make_council(),
        title="Spring",
        starts_at=now,
        ends_at=now + timedelta(hours=2),
        place="Here",
    )


def suspended():
    membership = make_membership()
    memberships.suspend_membership(membership, by=doer())
    return membership


def action():
    return ActionItem.objects.create(meeting=make_meeting(days=-3), title="Ask the police")


def paper():
    row = make_meeting()
    papers.add_papers(row, [Checked("a.pdf", "pdf", b"%PDF")], tlp="green", by=doer())
    return row.papers.get()


def planned_trip():
    stop = make_stop(make_user("model"), make_country())
    return DraftTrip(DraftTrip.from_trip(stop.trip).stops, {"traveler_name": "Traveler"})


DEEDS = {
    "council.applications.apply": lambda: call(application(), by=doer()),
    "council.applications.start_vetting": lambda: call(make_application(), by=doer()),
    "council.applications.ask_for_information": lambda: call(
        make_application(), by=doer(), question="Since when?"
    ),
    "council.applications.give_information": lambda: call(asked(), by=doer(), text="Since May."),
    "council.applications.approve_application": lambda: call(make_application(), by=doer()),
    "council.applications.decline_application": lambda: call(
        make_application(), by=doer(), answer="No office here."
    ),
    "council.applications.withdraw_application": lambda: call(make_application(), by=doer()),
    "council.meetings.plan_meeting": lambda: call(meeting(), by=doer()),
    "council.meetings.announce_meeting": lambda: call(make_meeting(announced=False), by=doer()),
    "council.meetings.change_meeting": lambda: call(make_meeting(), by=doer()),
    "council.meetings.cancel_meeting": lambda: call(make_meeting(), by=doer()),
    "council.memberships.admit_organization": lambda: call("Bank", make_council(), by=doer()),
    "council.memberships.add_person": lambda: call(make_membership(), "a@example.org", by=doer()),
    "council.memberships.suspend_membership": lambda: call(make_membership(), by=doer()),
    "council.memberships.resume_membership": lambda: call(suspended(), by=doer()),
    "council.memberships.end_membership": lambda: call(make_membership(), by=doer()),
    "council.memberships.leave_council": lambda: call(make_member(), by=doer()),
    "council.minutes.write_minutes": lambda: call(
        make_meeting(days=-3), by=doer(), body="Nine came.", tlp="green"
    ),
    "council.minutes.publish_minutes": lambda: call(make_minutes(published=False), by=doer()),
    "council.minutes.add_action": lambda: call(make_meeting(days=-3), by=doer(), title="Ask"),
    "council.minutes.finish_action": lambda: call(action(), by=doer()),
    "council.papers.add_papers": lambda: call(
        make_meeting(), [Checked("a.pdf", "pdf", b"%PDF")] * 2, tlp="green", by=doer()
    ),
    "council.papers.remove_paper": lambda: call(paper(), by=doer()),
    "travelers.enroll_trip": lambda: call(planned_trip(), by=doer()),
    "travelers.change_trip": lambda: call(make_trip(), planned_trip(), by=doer()),
    "travelers.cancel_trip": lambda: call(make_trip(), by=doer()),
    "travelers.delete_trip": lambda: call(make_trip(), by=doer()),
}

"""Eight equal submits at once, of each thing that must not happen twice: one object each."""

import datetime
import uuid

import place
from both import on_both
from figures import figure

SUBMITS = 8


def measure(database, url):
    place.empty(url)
    from tests.support.threads import at_once

    for name, prepare in [
        ("alert sent", alert),
        ("edition published", edition),
        ("trip enrolled", trip),
        ("meeting answered", answer),
        ("application handed in", application),
    ]:
        deed, count = prepare()
        before = count()
        errors = [each for each in at_once([deed] * SUBMITS) if unexpected(each)]
        assert not errors, errors
        figure(
            f"{database}, {SUBMITS} submits, {name}: more or fewer than one",
            abs(count() - before - 1),
            0,
        )


def unexpected(result):
    from web.errors import RefusedError

    return isinstance(result, Exception) and not isinstance(result, RefusedError)


def alert():
    from accounts.models import AuditEvent
    from advisories.models import Role
    from alerts.actions import publish_alert
    from tests.factories import make_alert, make_assignment, make_country, make_user

    country, sender = make_country("Kazakhstan"), make_user("sender")
    make_assignment(sender, Role.SENDER, country=country)
    row = make_alert(country, sent=False)
    sent = AuditEvent.objects.filter(deed="publish_alert")
    return lambda: publish_alert(row, by=sender), sent.count


def edition():
    from accounts.models import AuditEvent
    from advisories.actions import publish_edition
    from advisories.models import Role
    from tests.factories import make_assignment, make_country, make_edition, make_report, make_user

    country, publisher = make_country("Uzbekistan"), make_user("publisher")
    make_assignment(publisher, Role.PUBLISHER, country=country)
    row = make_edition(
        make_report(country), published=False, sections=[{"key": "crime"}], change_note="Thefts."
    )
    published = AuditEvent.objects.filter(deed="publish_edition")
    return lambda: publish_edition(row, by=publisher, kind="major"), published.count


def trip():
    from django.utils import timezone

    from tests.factories import make_country, make_user
    from travelers.actions import enroll_trip
    from travelers.enrollment import DraftStop, DraftTrip
    from travelers.models import Trip

    country, traveler = make_country("Georgia"), make_user("traveler")
    first = timezone.localdate() + datetime.timedelta(days=3)
    stop = DraftStop(f"country:{country.slug}", "", first, first + datetime.timedelta(days=4))
    draft = DraftTrip(form_id=uuid.uuid4(), stops=[stop], details={"traveler_name": "Traveler"})
    return lambda: enroll_trip(draft, by=traveler), Trip.objects.count


def answer():
    from council.actions import reply
    from council.models import Rsvp, RsvpAnswer
    from tests.factories import make_council, make_meeting, make_member

    council = make_council()
    meeting, person = make_meeting(council, capacity=5), make_member(council).user
    return lambda: reply(meeting, by=person, answer=RsvpAnswer.IN_PERSON), Rsvp.objects.count


def application():
    from council.actions import apply
    from council.models import Application
    from tests.factories import make_council, make_user

    council, person, form = make_council("Tashkent council"), make_user("applicant"), uuid.uuid4()

    def submit():
        row = Application(
            form_id=form,
            council=council,
            organization_name="Steppe Energy",
            sector="Energy",
            reason="We have an office there.",
            first_voucher="first@example.org",
            second_voucher="second@example.org",
        )
        return apply(row, by=person)

    return submit, Application.objects.count


if __name__ == "__main__":
    on_both(__file__, measure)

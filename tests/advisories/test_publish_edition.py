from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEvent
from advisories.actions import (
    publish_edition,
    start_edition,
    unschedule_edition,
    withdraw_edition,
)
from advisories.models import Edition, Tlp
from tests.factories import make_contact, make_edition, make_staff
from tests.support.faults import fail_at_every_write
from web.errors import FrozenError, RefusedError

pytestmark = pytest.mark.django_db

SECTIONS = [{"key": "crime", "body": "<p>Thieves.</p>"}]


def make_draft(report, **fields):
    fields = {"change_note": "Written anew.", "sections": SECTIONS, **fields}
    return make_edition(report, published=False, **fields)


def current(report):
    return report.editions.live().newest_first().first()


def test_major_edition_is_live_and_announced(report, publisher):
    draft = make_draft(report)

    edition = publish_edition(draft, by=publisher, kind="major")

    assert current(report) == edition
    assert edition.is_live
    assert edition.major is True
    assert edition.published_by == publisher
    assert edition.announced_at == edition.published_at
    assert AuditEvent.objects.filter(deed="publish_edition", object_id=edition.pk).count() == 1


def test_minor_edition_is_live_and_announces_nothing(report, publisher):
    make_edition(report, year=2016)
    draft = make_draft(report, change_note="")

    edition = publish_edition(draft, by=publisher, kind="minor")

    assert current(report) == edition
    assert (edition.major, edition.announced_at) == (False, None)


@pytest.mark.behavior("I3")
@pytest.mark.parametrize("kind", ["", None, "both"])
def test_kind_has_to_be_chosen(report, publisher, kind):
    draft = make_draft(report)

    with pytest.raises(RefusedError, match="Choose"):
        publish_edition(draft, by=publisher, kind=kind)
    assert not Edition.objects.get().published_at


@pytest.mark.behavior("I3")
def test_first_edition_is_major(report, publisher):
    with pytest.raises(RefusedError, match="first edition"):
        publish_edition(make_draft(report), by=publisher, kind="minor")


@pytest.mark.behavior("I3")
def test_major_edition_needs_a_change_note(report, publisher):
    with pytest.raises(RefusedError, match="what changed"):
        publish_edition(make_draft(report, change_note=" \n"), by=publisher, kind="major")


def test_edition_without_text_is_refused(report, publisher):
    draft = make_draft(report, sections=[{"key": "crime", "body": "<p> </p>"}])

    with pytest.raises(RefusedError, match="text"):
        publish_edition(draft, by=publisher, kind="major")


def test_import_with_problems_is_refused_and_says_why(report, publisher):
    draft = make_draft(report, problems=["No rating for Crime.", "No country found."])

    with pytest.raises(RefusedError, match="2 problems that the import found"):
        publish_edition(draft, by=publisher, kind="major")


@pytest.mark.behavior("I5")
def test_refused_publish_leaves_the_live_edition_untouched(report, publisher):
    make_edition(report, year=2016)
    before = list(Edition.objects.filter(year=2016).values())

    with pytest.raises(RefusedError):
        publish_edition(make_draft(report, change_note=""), by=publisher, kind="major")

    assert list(Edition.objects.filter(year=2016).values()) == before
    assert current(report).year == 2016
    assert not AuditEvent.objects.exists()


def test_published_edition_is_not_published_again(report, publisher):
    edition = publish_edition(make_draft(report), by=publisher, kind="major")

    with pytest.raises(RefusedError, match="already"):
        publish_edition(edition, by=publisher, kind="major")
    assert AuditEvent.objects.filter(deed="publish_edition").count() == 1


@pytest.mark.behavior("I1")
def test_revisions_rise_within_a_year(report, publisher):
    publish_edition(make_draft(report), by=publisher, kind="major")
    second = start_edition(report, by=publisher, year=2017)

    publish_edition(second, by=publisher, kind="minor")

    assert (current(report).year, current(report).revision) == (2017, 2)


def test_confirmed_contacts_are_frozen_into_the_edition(report, publisher, almaty, kazakhstan):
    police = make_contact(kazakhstan, number="102")
    make_contact(kazakhstan, number="8-727-250-4892", post=almaty, confirmed=False)

    edition = publish_edition(make_draft(report), by=publisher, kind="major")
    police.number = "103"
    police.save()
    edition.refresh_from_db()

    assert [(contact["label"], contact["tel"]) for contact in edition.contacts] == [
        ("Police", "102")
    ]


def test_edition_tells_when_its_numbers_were_checked(client, report, publisher, kazakhstan):
    day = datetime(2026, 5, 3, 9, tzinfo=UTC)
    make_contact(kazakhstan, number="102", confirmed_at=day)
    make_contact(kazakhstan, number="103", confirmed_at=day + timedelta(days=9))

    edition = publish_edition(make_draft(report), by=publisher, kind="major")

    assert edition.contacts_checked_on == day.date()
    page = client.get(f"/reports/{report.slug}/").content.decode()
    assert "Contact numbers checked" in page
    assert "3 May 2026" in page
    edition.contacts[1].pop("checked_on")  # as editions were kept before
    assert edition.contacts_checked_on is None


@pytest.mark.behavior("I15")
def test_tlp_is_frozen_and_a_clear_edition_opens_no_older_one(report, publisher):
    green = publish_edition(make_draft(report, tlp=Tlp.GREEN), by=publisher, kind="major")
    clear = start_edition(report, by=publisher, year=2018)
    clear.tlp, clear.change_note = Tlp.CLEAR, "Open to everybody."
    clear.save()
    publish_edition(clear, by=publisher, kind="major")

    green.tlp = Tlp.CLEAR
    with pytest.raises(FrozenError):
        green.save()
    assert list(report.editions.clear()) == [clear]


@pytest.mark.behavior("I1")
def test_archived_year_is_not_current_and_tells_nobody(report, publisher):
    newest = publish_edition(make_draft(report), by=publisher, kind="major")

    old = publish_edition(make_draft(report, year=2011), by=publisher, kind="major")

    assert old.is_live
    assert old.announced_at is None
    assert current(report) == newest


def test_edition_that_keeps_a_date_of_the_past_tells_nobody(report, publisher):
    moment = timezone.now() - timedelta(days=2000)

    edition = publish_edition(make_draft(report), by=publisher, kind="major", at=moment)

    assert (edition.published_at, edition.announced_at) == (moment, None)


def test_scheduled_edition_is_live_and_announced_when_its_time_comes(
    report, publisher, time_machine
):
    moment = timezone.now() + timedelta(days=1)

    edition = publish_edition(make_draft(report), by=publisher, kind="major", at=moment)

    assert edition.is_scheduled
    assert edition.announced_at == moment
    assert current(report) is None
    time_machine.move_to(moment + timedelta(seconds=1))
    assert current(report) == edition


def test_scheduled_edition_can_be_taken_back_until_its_time(report, publisher):
    moment = timezone.now() + timedelta(days=1)
    edition = publish_edition(make_draft(report), by=publisher, kind="major", at=moment)

    unschedule_edition(edition, by=publisher)

    edition = Edition.objects.get()
    assert (edition.published_at, edition.announced_at, edition.major) == (None, None, None)
    publish_edition(edition, by=publisher, kind="major")
    with pytest.raises(RefusedError):
        unschedule_edition(edition, by=publisher)


def test_withdrawn_edition_makes_way_for_the_one_before(report, publisher):
    old = make_edition(report, year=2016)
    new = publish_edition(make_draft(report), by=publisher, kind="major")

    withdraw_edition(new, by=publisher)

    assert current(report) == old
    with pytest.raises(RefusedError):
        withdraw_edition(new, by=publisher)
    assert AuditEvent.objects.filter(deed="withdraw_edition").count() == 1


@pytest.mark.behavior("I6")
def test_second_person_publishes_where_the_country_asks_for_it(report, publisher, kazakhstan):
    kazakhstan.second_person = True
    kazakhstan.save()
    draft = start_edition(report, by=publisher, year=2017)
    draft.change_note = "First."
    draft.save()
    draft.sections.create(position=1, anchor="crime", key="crime", heading="Crime", body="<p>x</p>")
    second = make_staff("Second publisher")

    with pytest.raises(RefusedError, match="did not write"):
        publish_edition(draft, by=publisher, kind="major")
    assert publish_edition(draft, by=second, kind="major").is_live


@pytest.mark.behavior("I5", "P9")
def test_failing_at_any_write_leaves_the_draft_and_the_live_edition(report, publisher):
    make_edition(report, year=2016)
    draft = make_draft(report)

    def state():
        return list(Edition.objects.order_by("pk").values()), AuditEvent.objects.count()

    def deed():
        publish_edition(draft, by=publisher, kind="major")

    assert fail_at_every_write(deed, state) >= 2
    assert current(report).year == 2017


@pytest.mark.behavior("I8")
@pytest.mark.django_db(transaction=True)
def test_publishing_twice_at_once_makes_one_edition(report, publisher):
    draft = make_draft(report)
    start = Barrier(2)

    def attempt(_number):
        try:
            start.wait(timeout=10)
            publish_edition(draft, by=publisher, kind="major")
        except RefusedError:
            return "refused"
        finally:
            connection.close()
        return "published"

    with ThreadPoolExecutor(2) as threads:
        outcomes = sorted(threads.map(attempt, range(2)))

    assert outcomes == ["published", "refused"]
    assert Edition.objects.live().count() == 1
    assert AuditEvent.objects.filter(deed="publish_edition").count() == 1


@pytest.mark.behavior("I1")
@pytest.mark.django_db(transaction=True)
def test_starting_twice_at_once_makes_one_draft(report, editor):
    start = Barrier(2)

    def attempt(_number):
        try:
            start.wait(timeout=10)
            start_edition(report, by=editor, year=2017)
        except RefusedError:
            return "refused"
        finally:
            connection.close()
        return "started"

    with ThreadPoolExecutor(2) as threads:
        outcomes = sorted(threads.map(attempt, range(2)))

    assert outcomes == ["refused", "started"]
    assert Edition.objects.count() == 1

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from advisories.actions import assign, end_assignment, publish_edition, unschedule_of
from advisories.models import Assignment, Edition, Role
from tests.factories import make_assignment, make_edition, make_superuser, make_user
from tests.support.faults import fail_at_every_write
from web.errors import RefusedError

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return make_superuser()


@pytest.fixture
def scheduled(report, publisher):
    sections = [{"key": "crime", "body": "<p>Thieves.</p>"}]
    draft = make_edition(report, published=False, change_note="First.", sections=sections)
    moment = timezone.now() + timedelta(days=1)
    return publish_edition(draft, by=publisher, kind="major", at=moment)


def test_assigned_person_becomes_staff(almaty, operator):
    person = make_user("New editor")

    assign(person, Role.EDITOR, by=operator, post=almaty)

    person.refresh_from_db()
    assert person.is_staff
    assert AuditEvent.objects.filter(deed="assign", actor_id=operator.pk).count() == 1


def test_same_role_in_the_same_place_is_refused(almaty, editor, operator):
    with pytest.raises(RefusedError):
        assign(editor, Role.EDITOR, by=operator, post=almaty)


def test_ending_a_role_makes_what_was_scheduled_a_draft_again(scheduled, publisher, operator):
    end_assignment(publisher.assignments.get(), by=operator)

    edition = Edition.objects.get()
    assert (edition.published_at, edition.announced_at) == (None, None)
    publisher.refresh_from_db()
    assert not publisher.is_staff
    assert Assignment.objects.get(user=publisher).ended_at
    deeds = list(AuditEvent.objects.filter(actor_id=operator.pk).values_list("deed", flat=True))
    assert sorted(deeds) == ["end_assignment", "unschedule_edition"]


def test_another_role_that_covers_it_keeps_it_scheduled(scheduled, publisher, operator, kazakhstan):
    make_assignment(publisher, Role.PUBLISHER, country=kazakhstan)

    end_assignment(publisher.assignments.get(post__isnull=False), by=operator)

    assert Edition.objects.get().is_scheduled
    publisher.refresh_from_db()
    assert publisher.is_staff


def test_what_is_live_stays_live(report, publisher, operator):
    make_edition(report, published_by=publisher)

    end_assignment(publisher.assignments.get(), by=operator)

    assert Edition.objects.get().is_live


def test_deactivated_person_has_nothing_scheduled(scheduled, publisher, operator):
    publisher.is_active = False
    publisher.save()

    assert unschedule_of(publisher, by=operator) == [scheduled]
    assert not Edition.objects.get().published_at


def test_ended_assignment_does_not_end_again(editor, operator):
    assignment = editor.assignments.get()
    end_assignment(assignment, by=operator)

    with pytest.raises(RefusedError):
        end_assignment(assignment, by=operator)


def test_failing_at_any_write_leaves_role_and_schedule(scheduled, publisher, operator):
    def state():
        return (
            list(Edition.objects.values()),
            list(Assignment.objects.values()),
            AuditEvent.objects.count(),
        )

    def deed():
        end_assignment(Assignment.objects.get(user=publisher), by=operator)

    assert fail_at_every_write(deed, state) >= 4

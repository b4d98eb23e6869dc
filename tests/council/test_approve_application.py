"""Deciding on an application (H2)."""

import pytest

from accounts.models import AuditEvent, User
from council import actions
from council.models import (
    ApplicationState,
    ApplicationStep,
    Member,
    MemberRole,
    Membership,
    Organization,
)
from tests.factories import (
    make_application,
    make_council,
    make_membership,
    make_organization,
    make_staff,
    make_user,
)
from tests.support.faults import fail_at_every_write
from tests.support.threads import at_once
from web.errors import RefusedError


@pytest.fixture
def application(council):
    return make_application(council, people="colleague@example.org\nknown@example.org")


def test_approval_makes_organization_membership_and_members(application, officer):
    known = make_user("known")

    membership = actions.approve_application(application, by=officer, answer="Welcome.")

    application.refresh_from_db()
    members = {member.user.email: member.role for member in membership.members.all()}
    assert membership.organization.name == "Ala-Too Engineering"
    assert members == {
        application.applicant.email: MemberRole.CONTACT,
        "colleague@example.org": MemberRole.MEMBER,
        known.email: MemberRole.MEMBER,
    }
    assert application.state == ApplicationState.APPROVED
    assert application.decided_by == officer
    assert application.decided_at is not None
    assert application.membership == membership


def test_a_colleague_who_is_new_has_no_password_and_an_unconfirmed_address(application, officer):
    actions.approve_application(application, by=officer)

    colleague = User.objects.get(email="colleague@example.org")
    assert not colleague.has_usable_password()
    assert colleague.email_confirmed_at is None


def test_every_step_has_who_and_when_and_the_trail(application, officer):
    actions.start_vetting(application, by=officer)
    actions.approve_application(application, by=officer)

    steps = list(application.steps.values_list("state", "by"))
    assert steps == [
        ("submitted", application.applicant.pk),
        ("vetting", officer.pk),
        ("approved", officer.pk),
    ]
    assert AuditEvent.objects.filter(deed="approve_application", actor_id=officer.pk).count() == 1


def test_an_organization_known_by_that_name_is_found_in_any_case(application, officer):
    known = make_organization("ALA-TOO ENGINEERING")
    assert actions.approve_application(application, by=officer).organization == known


def test_an_ended_membership_begins_anew(application, officer, council):
    old = make_membership(council, "Ala-Too Engineering")
    actions.end_membership(old, by=officer)

    membership = actions.approve_application(application, by=officer)

    assert membership == old
    assert membership.is_active


def test_a_suspended_organization_is_not_let_in_by_the_back_door(application, officer, council):
    make_membership(council, "Ala-Too Engineering")
    actions.suspend_membership(Membership.objects.get(), by=officer)

    with pytest.raises(RefusedError):
        actions.approve_application(application, by=officer)

    application.refresh_from_db()
    assert application.is_open
    assert not Member.objects.exists()


@pytest.mark.parametrize("deed", [actions.approve_application, actions.decline_application])
def test_what_is_decided_stays_decided(application, officer, deed):
    actions.decline_application(application, by=officer, answer="No.")
    with pytest.raises(RefusedError):
        deed(application, by=officer, answer="Yes.")
    assert not Membership.objects.exists()


def test_a_failure_at_any_write_leaves_nothing(application, officer):
    rows = (Organization, Membership, Member, User, AuditEvent, ApplicationStep)

    writes = fail_at_every_write(
        lambda: actions.approve_application(application, by=officer),
        lambda: [model.objects.count() for model in rows],
    )

    assert writes > 8


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_make_one_membership():
    application, staff = make_application(people="c@example.org"), make_staff()
    again = type(application).objects.get(pk=application.pk)

    results = at_once(
        [
            lambda: actions.approve_application(application, by=staff),
            lambda: actions.approve_application(again, by=staff),
        ]
    )

    assert sum(isinstance(result, RefusedError) for result in results) == 1
    assert Membership.objects.count() == 1
    assert Member.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_councils_at_once_make_one_organization():
    staff = make_staff()
    applications = [
        make_application(make_council(name), make_user(name)) for name in ("Almaty", "Astana")
    ]

    results = at_once(
        [lambda row=row: actions.approve_application(row, by=staff) for row in applications]
    )

    assert not [result for result in results if isinstance(result, Exception)]
    assert Organization.objects.count() == 1
    assert Membership.objects.count() == 2

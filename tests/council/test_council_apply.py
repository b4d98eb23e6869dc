"""Asking to join (H1, H3)."""

import uuid

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from council import actions
from council.models import Application, ApplicationState
from tests.factories import make_application, make_council, make_user
from tests.support.threads import at_once
from web.errors import RefusedError


@pytest.fixture
def applicant(db):
    return make_user("applicant")


def typed(**changes):
    return {
        "form_id": str(uuid.uuid4()),
        "organization_name": "Ala-Too Engineering",
        "website": "engineering.example.org",
        "sector": "Engineering",
        "reason": "We open an office with 30 engineers.",
        "people": "engineer@example.org\nSecond.Engineer@example.org",
        "first_voucher": "chair@example.org",
        "second_voucher": "member@example.org",
        **changes,
    }


def url_of(council):
    return reverse("council:council_apply", args=[council.slug])


def test_application_is_on_record_with_who_and_when(as_, applicant, council):
    response = as_(applicant).post(url_of(council), typed(), follow=True)

    application = Application.objects.get()
    step = application.steps.get()
    assert "Your application is sent" in response.content.decode()
    assert application.website == "https://engineering.example.org"
    assert application.colleagues == ["engineer@example.org", "second.engineer@example.org"]
    assert (step.state, step.by) == (ApplicationState.SUBMITTED, applicant)
    assert AuditEvent.objects.get(deed="apply").object_id == application.pk


def test_the_page_says_why_who_and_how_long(as_, applicant, council):
    page = as_(applicant).get(url_of(council)).content.decode()
    assert "Who sees this" in page
    assert "delete" in page


def test_signed_out_people_are_sent_to_sign_in_and_come_back(client, council):
    page = client.get(url_of(council)).content.decode()
    assert f"{reverse('account_login')}?next={url_of(council)}" in page
    assert "<form" not in page
    assert client.post(url_of(council), typed()).status_code == 200
    assert not Application.objects.exists()


def test_an_unconfirmed_address_applies_for_nothing(as_, council):
    page = as_(make_user("newcomer", confirmed=False)).post(url_of(council), typed())
    assert "confirm your email address" in page.content.decode()
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"organization_name": ""}, "required"),
        ({"second_voucher": "CHAIR@example.org"}, "two different people"),
        ({"first_voucher": "Applicant@Example.org"}, "your own address"),
        ({"people": "not an address"}, "is not an email address"),
        ({"people": "\n".join(f"c{n}@example.org" for n in range(21))}, "at most 20"),
        ({"website": "javascript:alert(1)"}, "valid URL"),
        ({"reason": "x" * 3001}, "at most 3000"),
    ],
)
def test_errors_keep_what_was_typed(as_, applicant, council, changes, words):
    response = as_(applicant).post(url_of(council), typed(**changes))

    page = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error:" in page
    assert words in page
    assert "We open an office" in page or "reason" in changes
    assert not Application.objects.exists()


def test_the_same_form_twice_is_one_application(as_, applicant, council):
    form = typed()
    first = as_(applicant).post(url_of(council), form)
    second = as_(applicant).post(url_of(council), form)

    assert first["Location"] == second["Location"]
    assert Application.objects.count() == 1


def test_one_open_application_per_organization_and_council(as_, applicant, council):
    make_application(council, organization_name="ALA-TOO Engineering")
    other = make_council("Astana council")

    page = as_(applicant).post(url_of(council), typed()).content.decode()
    assert "being looked at already" in page
    assert "We open an office" in page

    assert as_(applicant).post(url_of(other), typed()).status_code == 302


def test_a_closed_application_does_not_stand_in_the_way(as_, applicant, council):
    actions.withdraw_application(make_application(council, applicant), by=applicant)
    assert as_(applicant).post(url_of(council), typed()).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_submits_at_once_make_one_open_application():
    council, people = make_council(), [make_user(f"applicant {n}") for n in range(4)]

    def submit(person):
        application = Application(
            council=council,
            organization_name="Ala-Too Engineering",
            sector="Engineering",
            reason="x",
            first_voucher="a@example.org",
            second_voucher="b@example.org",
        )
        return lambda: actions.apply(application, by=person)

    results = at_once([submit(person) for person in people])

    assert Application.objects.open().count() == 1
    assert sum(isinstance(result, RefusedError) for result in results) == 3


@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_once_makes_one_application():
    council, applicant, form_id = make_council(), make_user("applicant"), uuid.uuid4()

    def submit():
        application = Application(
            form_id=form_id,
            council=council,
            organization_name="Ala-Too Engineering",
            sector="Engineering",
            reason="x",
            first_voucher="a@example.org",
            second_voucher="b@example.org",
        )
        return actions.apply(application, by=applicant)

    results = at_once([submit] * 3)

    assert len({result.pk for result in results}) == 1
    assert Application.objects.count() == 1

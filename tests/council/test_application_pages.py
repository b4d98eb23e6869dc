"""Following, answering and withdrawing one's own application."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from council import actions
from council.models import Application, ApplicationState, ApplicationStep
from tests.factories import make_application, make_user

pytestmark = pytest.mark.page


@pytest.fixture
def application(council):
    return make_application(council)


def test_only_the_applicant_sees_it(as_, application, member):
    url = application.get_absolute_url()
    assert as_(member).get(url).status_code == 404
    assert as_(member).post(url + "withdraw/").status_code == 404
    assert as_(application.applicant).get(url).status_code == 200


def test_withdrawing_asks_first_and_then_closes_it(as_, application):
    url = reverse("council:application_withdraw", args=[application.pk])
    as_(application.applicant).get(url)
    application.refresh_from_db()
    assert application.is_open

    as_(application.applicant).post(url)

    application.refresh_from_db()
    assert application.state == ApplicationState.WITHDRAWN
    assert application.decided_at is None
    assert application.steps.last().by == application.applicant


def test_a_question_is_answered_on_the_page(as_, application, officer):
    actions.ask_for_information(application, by=officer, question="How many people?")
    client = as_(application.applicant)
    assert "How many people?" in client.get(application.get_absolute_url()).content.decode()

    client.post(application.get_absolute_url() + "answer/", {"text": "Thirty."})

    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    assert application.steps.last().note == "Thirty."


def test_the_applicant_sees_no_name_of_staff(as_, application, officer):
    officer.name = "Name of the officer"
    officer.save()
    actions.decline_application(application, by=officer, answer="Not this year.")

    page = as_(application.applicant).get(application.get_absolute_url()).content.decode()

    assert "Not this year." in page
    assert "Name of the officer" not in page


def test_withdrawing_what_is_decided_says_so(as_, application, officer):
    actions.decline_application(application, by=officer, answer="No.")
    page = as_(application.applicant).post(
        reverse("council:application_withdraw", args=[application.pk]), follow=True
    )
    assert "closed already: declined" in page.content.decode()


def test_signed_out_people_are_asked_to_sign_in(client, application):
    response = client.get(application.get_absolute_url())
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_the_membership_tab_lists_what_is_mine(as_, application, member, query_count):
    mine = as_(application.applicant).get(reverse("council:membership")).content.decode()
    assert "Ala-Too Engineering" in mine
    theirs = as_(member).get(reverse("council:membership")).content.decode()
    assert "Ala-Too Engineering" not in theirs
    assert "Tien Shan Logistics" in theirs


def test_the_tab_asks_as_much_for_three_as_for_one(as_, council, query_count):
    applicant = make_user("applicant")
    url = reverse("council:membership")
    make_application(council, applicant)
    client = as_(applicant)
    one = query_count(lambda: client.get(url))
    for name in ("Second", "Third"):
        make_application(council, applicant, organization_name=name)

    assert query_count(lambda: client.get(url)) == one


def test_what_came_to_nothing_is_forgotten_after_a_year(council, officer):
    kept = make_application(council, organization_name="Kept")
    gone = make_application(council, organization_name="Gone")
    member = make_application(council, organization_name="Member")
    for application in (kept, gone):
        actions.decline_application(application, by=officer, answer="No.")
    actions.approve_application(member, by=officer)
    long_ago = timezone.now() - timedelta(days=366)
    ApplicationStep.objects.exclude(application=kept).update(at=long_ago)

    actions.forget_old()

    assert set(Application.objects.all()) == {kept, member}

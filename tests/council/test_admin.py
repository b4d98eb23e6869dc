"""The membership officer's desk."""

import pytest
from django.urls import reverse

from advisories.models import Role, Tlp
from council.models import (
    Application,
    ApplicationState,
    Council,
    Meeting,
    Member,
    Membership,
    Organization,
)
from tests.factories import (
    make_application,
    make_assignment,
    make_council,
    make_meeting,
    make_member,
    make_membership,
    make_staff,
    make_superuser,
)

MODELS = [Council, Organization, Membership, Member, Application, Meeting]


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.STAFF_TWO_FACTOR = False


def url_of(row, page="change"):
    name = row._meta.model_name
    return reverse(f"admin:council_{name}_{page}", args=[row.pk])


def rows_of(council):
    member = make_member(council, organization=f"Organization of {council.slug}")
    return [
        council,
        member.membership.organization,
        member.membership,
        member,
        make_application(council),
        make_meeting(council),
    ]


def test_an_officer_sees_every_kind_of_row_of_the_own_council_only(as_, council, officer):
    client = as_(officer)
    for row in rows_of(council):
        assert client.get(url_of(row)).status_code == 200, row
    for row in rows_of(make_council("Bishkek country council")):
        answer = client.get(url_of(row))
        missing = client.get(url_of(row).replace(f"/{row.pk}/", "/987654/"))
        assert answer.status_code == missing.status_code == 404, row


@pytest.mark.parametrize("model", MODELS)
def test_lists_name_nothing_of_other_councils(as_, council, officer, model):
    rows_of(council)
    rows_of(make_council("Bishkek country council"))
    page = as_(officer).get(reverse(f"admin:council_{model._meta.model_name}_changelist"))
    assert page.status_code == 200
    assert page.context["cl"].queryset.count() == 1
    assert "ishkek" not in page.content.decode()


@pytest.mark.parametrize("model", MODELS)
def test_lists_ask_as_much_for_three_as_for_one(as_, council, officer, model, query_count):
    def add(number):
        member = make_member(council, organization=f"Organization {number}")
        make_application(council, member.user, organization_name=f"Applicant {number}")
        make_meeting(council)

    add(1)
    client, url = as_(officer), reverse(f"admin:council_{model._meta.model_name}_changelist")
    client.get(url)
    one = query_count(lambda: client.get(url))
    add(2)
    add(3)
    assert query_count(lambda: client.get(url)) == one


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SENDER, Role.AUDITOR])
def test_other_staff_have_no_business_here(as_, council, role):
    staff = make_staff("other")
    make_assignment(staff, role, council=council)
    for model in MODELS:
        url = reverse(f"admin:council_{model._meta.model_name}_changelist")
        assert as_(staff).get(url).status_code in (403, 404)


def test_a_superuser_looks_after_all_councils_but_reads_no_amber_meeting(as_, council):
    client = as_(make_superuser())
    *rows, amber = rows_of(council)
    for row in rows:
        assert client.get(url_of(row)).status_code == 200, row
    assert client.get(url_of(amber)).status_code == 404
    assert client.get(url_of(make_meeting(council, tlp=Tlp.GREEN))).status_code == 200


def test_an_application_is_vetted_asked_about_and_approved(as_, council, officer):
    application, client = make_application(council), as_(officer)
    url = url_of(application)
    client.post(url, {"answer": "", "_vet": "1"})
    client.post(url, {"answer": "How many people?", "_ask": "1"})
    page = client.post(url, {"answer": "Welcome.", "_approve": "1"}, follow=True).content.decode()

    application.refresh_from_db()
    assert application.state == ApplicationState.APPROVED
    assert application.answer == "Welcome."
    assert [step.by for step in application.steps.all()][1:] == [officer] * 3
    assert "How many people?" in page
    assert "Approve</button>" not in page
    assert Membership.objects.get().organization.name == "Ala-Too Engineering"


@pytest.mark.parametrize("button", ["_ask", "_decline"])
def test_asking_and_declining_need_words(as_, council, officer, button):
    application = make_application(council)
    page = as_(officer).post(url_of(application), {"answer": " ", button: "1"})
    application.refresh_from_db()
    assert "Write what the applicant will read." in page.content.decode()
    assert application.state == ApplicationState.SUBMITTED


def test_pressing_on_a_page_that_is_out_of_date_says_so(as_, council, officer):
    application, client = make_application(council), as_(officer)
    client.post(url_of(application), {"answer": "No.", "_decline": "1"})
    page = client.post(url_of(application), {"answer": "Yes.", "_approve": "1"}, follow=True)
    assert "closed already: declined" in page.content.decode()
    assert not Membership.objects.exists()


def test_saving_without_a_button_changes_nothing(as_, council, officer):
    application = make_application(council)
    as_(officer).post(url_of(application), {"answer": "Hm.", "state": "approved"})
    application.refresh_from_db()
    assert (application.state, application.answer) == (ApplicationState.SUBMITTED, "")


def test_vouchers_of_the_council_are_named_as_such(as_, council, officer):
    voucher = make_member(council, organization="Steppe Energy").user
    application = make_application(council, first_voucher=voucher.email)
    page = as_(officer).get(url_of(application)).content.decode()
    assert f"{voucher.email} (Steppe Energy)" in page
    assert "second@example.org (no member here)" in page


def test_a_membership_is_suspended_resumed_and_ended(as_, council, officer):
    membership, client = make_membership(council), as_(officer)
    for button, field, is_set in [
        ("_suspend", "suspended_at", True),
        ("_resume", "suspended_at", False),
        ("_end", "ended_at", True),
    ]:
        client.post(url_of(membership), {"expires_on": "", button: "1"})
        membership.refresh_from_db()
        assert bool(getattr(membership, field)) == is_set, button


def test_an_organization_is_let_in_by_name(as_, council, officer):
    url = reverse("admin:council_membership_add")
    form = {"name": "Medeu Bank", "council": council.pk, "expires_on": ""}
    assert as_(officer).post(url, form).status_code == 302
    assert Membership.objects.get().organization.name == "Medeu Bank"

    page = as_(officer).post(url, form | {"name": "MEDEU BANK"}).content.decode()
    assert "is in this council already" in page


def test_nobody_is_let_into_a_council_of_others(as_, officer):
    other = make_council("Bishkek country council")
    url = reverse("admin:council_membership_add")
    as_(officer).post(url, {"name": "Medeu Bank", "council": other.pk})
    assert not Membership.objects.exists()


def test_a_person_is_added_by_address_and_taken_out(as_, council, officer):
    membership, client = make_membership(council), as_(officer)
    form = {"email": "New@example.org", "membership": membership.pk, "role": "contact"}
    assert client.post(reverse("admin:council_member_add"), form).status_code == 302
    member = Member.objects.get()
    assert (member.user.email, member.role) == ("new@example.org", "contact")

    client.post(
        reverse("admin:council_member_changelist"),
        {"action": "take_out", "_selected_action": [member.pk]},
    )
    member.refresh_from_db()
    assert member.left_at is not None


def test_an_officer_moves_no_council(as_, council, officer):
    form = {"name": "Renamed", "country": "999", "slug": "moved", "time_zone": "UTC"}
    as_(officer).post(url_of(council), form)
    council.refresh_from_db()
    assert (council.name, council.slug) == ("Renamed", "almaty")
    assert as_(officer).get(reverse("admin:council_council_add")).status_code in (403, 404)


def test_the_desk_names_open_applications_of_ones_own_councils(as_, council, officer):
    make_application(council, organization_name="Waits here")
    make_application(make_council("Bishkek country council"), organization_name="Waits there")
    page = as_(officer).get(reverse("admin:index")).content.decode()
    assert "Waits here" in page
    assert "1 open" in page
    assert "Waits there" not in page

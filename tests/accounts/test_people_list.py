"""Finding a person on the staff pages, among a million."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from tests.factories import make_superuser, make_user

pytestmark = pytest.mark.django_db
LIST = reverse("admin:accounts_user_changelist")


@pytest.fixture
def operator(client):
    client.force_login(make_superuser())
    return client


@pytest.fixture(autouse=True)
def people():
    make_user("Almaty officer", email="officer@example.org")
    make_user("Second officer", email="officer_2@example.org")
    make_user("Almaty chair", email="chair@example.org")


def found(operator, typed):
    rows = operator.get(LIST, {"q": typed}).context["cl"].result_list
    return sorted(person.email for person in rows)


@pytest.mark.parametrize("typed", ["officer@example.org", " OFFICER@Example.org ", "officer@"])
def test_an_address_is_found_in_any_case_and_by_its_beginning(operator, typed):
    assert found(operator, typed) == ["officer@example.org"]


def test_the_beginning_of_an_address_or_of_a_name_is_enough(operator):
    assert found(operator, "Offi") == ["officer@example.org", "officer_2@example.org"]
    assert found(operator, "almaty") == ["chair@example.org", "officer@example.org"]


@pytest.mark.parametrize("typed", ["example.org", "%", "officer%2", "_"])
def test_nothing_else_matches(operator, typed):
    assert found(operator, typed) == []


@pytest.mark.parametrize("typed", ["a%00b", "%ED%B3%BF@example.org", "9" * 500, "%F4%8F%BF%BF@"])
def test_signs_that_no_address_has_break_nothing(operator, typed):
    assert operator.get(f"{LIST}?q={typed}").status_code in {200, 400}


@pytest.mark.parametrize("typed", ["9" * 30, "9" * 5000, "٢", "-1", "a%00b"], ids=range(5))
def test_no_number_breaks_the_search_of_the_audit_trail(operator, typed):
    response = operator.get(f"{reverse('admin:accounts_auditevent_changelist')}?q={typed}")
    assert response.status_code in {200, 400}


@pytest.mark.parametrize(
    "question", [lambda people: people.addressed("officer@"), lambda people: people.named("Almaty")]
)
def test_addresses_and_names_are_looked_up_in_an_index(question):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # it reads small tables whole
    assert "index" in question(User.objects.all()).explain().lower()


def test_the_whole_list_is_asked_for_without_looking_for_anything(operator):
    with CaptureQueriesContext(connection) as asked:
        assert len(found(operator, " ")) == User.objects.count()

    assert not any("UPPER(" in query["sql"].upper() for query in asked)

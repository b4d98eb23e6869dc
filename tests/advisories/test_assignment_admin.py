import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from advisories.models import Assignment, Role
from tests.advisories.desk import address
from tests.factories import make_assignment, make_superuser, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.page]

ADD = reverse("admin:advisories_assignment_add")


@pytest.fixture
def operator(client):
    person = make_superuser()
    client.force_login(person)
    return person


def test_role_is_given_by_address(client, operator, almaty):
    person = make_user("New editor")

    client.post(ADD, {"email": "NEW.editor@example.org", "role": "editor", "post": almaty.pk})

    person.refresh_from_db()
    assert person.assignments.get().post == almaty
    assert person.is_staff
    assert AuditEvent.objects.filter(deed="assign", actor_id=operator.pk).count() == 1


@pytest.mark.parametrize("email", ["nobody@example.org", "x", "", "a" * 400 + "@example.org"])
def test_unknown_address_is_refused_and_kept(client, operator, almaty, email):
    response = client.post(ADD, {"email": email, "role": "editor", "post": almaty.pk})

    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert not Assignment.objects.exists()


def test_address_nobody_proved_to_own_gets_no_role(client, operator, almaty):
    make_user("Somebody", confirmed=False)

    client.post(ADD, {"email": "somebody@example.org", "role": "editor", "post": almaty.pk})

    assert not Assignment.objects.exists()


def test_role_needs_exactly_one_place(client, operator, almaty, kazakhstan):
    make_user("Somebody")
    values = {"email": "somebody@example.org", "role": "editor"}

    nowhere = client.post(ADD, values)
    twice = client.post(ADD, values | {"post": almaty.pk, "country": kazakhstan.pk})

    assert "Choose one" in nowhere.content.decode()
    assert "Choose one" in twice.content.decode()
    assert not Assignment.objects.exists()


def test_same_role_twice_is_refused_in_words(client, operator, almaty):
    make_assignment(make_user("Somebody"), Role.EDITOR, post=almaty)

    response = client.post(
        ADD, {"email": "somebody@example.org", "role": "editor", "post": almaty.pk}
    )

    assert "holds this role here already" in response.content.decode()


def test_role_ends_after_a_question_and_stays_on_record(client, operator, editor):
    assignment = editor.assignments.get()

    question = client.get(address("end", assignment))
    assert not Assignment.objects.get().ended_at
    client.post(address("end", assignment))

    assert question.status_code == 200
    assert Assignment.objects.get().ended_at
    editor.refresh_from_db()
    assert not editor.is_staff


def test_assignment_is_neither_changed_nor_deleted(client, operator, editor):
    assignment = editor.assignments.get()

    assert client.get(address("change", assignment)).status_code == 200
    assert client.post(address("change", assignment), {"role": "publisher"}).status_code == 403
    assert client.post(address("delete", assignment), {"post": "yes"}).status_code == 403
    assert Assignment.objects.get().role == Role.EDITOR

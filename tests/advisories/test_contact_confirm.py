import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from advisories.models import Contact
from tests.advisories.desk import address
from tests.factories import make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def kazakhstan(kazakhstan):
    kazakhstan.alpha2 = "KZ"
    kazakhstan.save()
    return kazakhstan


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def values_of(contact, **changes):
    names = ["role", "name", "number", "hours", "address"]
    values = {name: getattr(contact, name) for name in names}
    keys = {"country": contact.country_id, "post": contact.post_id, "e164": contact.e164 or ""}
    return values | keys | changes


@pytest.fixture
def contact(kazakhstan, almaty):
    return make_contact(
        kazakhstan, post=almaty, number="8-727-250-4892", e164="+77272504892", confirmed=False
    )


def test_confirming_says_who_and_when(desk, contact, editor):
    url = reverse("admin:advisories_contact_changelist")

    desk.post(url, {"action": "confirm", "_selected_action": [contact.pk]})

    contact.refresh_from_db()
    assert contact.confirmed_by == editor
    assert contact.confirmed_at
    assert AuditEvent.objects.filter(deed="confirm_contact", object_id=contact.pk).count() == 1


def test_saving_leaves_a_number_proposed_until_confirmed(desk, contact):
    desk.post(address("change", contact), values_of(contact, hours="Day and night"))
    contact.refresh_from_db()
    assert (contact.hours, contact.confirmed_at) == ("Day and night", None)

    desk.post(address("change", contact), values_of(contact, _confirm="1"))
    contact.refresh_from_db()
    assert contact.confirmed_at


def test_changed_number_waits_to_be_confirmed_again(desk, contact):
    desk.post(address("change", contact), values_of(contact, _confirm="1"))

    desk.post(address("change", contact), values_of(contact, number="8-727-250-4900"))

    contact.refresh_from_db()
    assert (contact.number, contact.e164) == ("8-727-250-4900", "+77272504900")
    assert contact.confirmed_at is None


def test_changed_hours_of_a_confirmed_number_do_not_hide_it(desk, contact):
    desk.post(address("change", contact), values_of(contact, _confirm="1"))

    desk.post(address("change", contact), values_of(contact, hours="Day and night"))

    contact.refresh_from_db()
    assert contact.confirmed_at


def test_new_number_is_proposed_and_dialable_from_abroad(desk, contact, almaty, kazakhstan):
    values = values_of(contact, number="8-701-744-1111", e164="", role="clinic", name="Clinic")

    desk.post(reverse("admin:advisories_contact_add"), values)

    added = Contact.objects.get(number="8-701-744-1111")
    assert (added.e164, added.confirmed_at) == ("+77017441111", None)


def test_same_number_for_the_same_role_is_refused_in_words(desk, contact):
    response = desk.post(reverse("admin:advisories_contact_add"), values_of(contact))

    assert "listed for this role already" in response.content.decode()
    assert Contact.objects.count() == 1

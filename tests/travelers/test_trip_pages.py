from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from tests.factories import make_country, make_post, make_stop, make_trip, make_user
from travelers.models import Trip

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.fixture
def traveler():
    return make_user("traveler")


@pytest.fixture
def trip(traveler):
    return make_stop(traveler, make_post(make_country(), "Almaty")).trip


OWN_PAGES = ["trip_detail", "trip_enrolled", "trip_change", "trip_cancel"]


@pytest.mark.parametrize("page", OWN_PAGES)
def test_own_trip_is_shown(client, traveler, trip, page):
    client.force_login(traveler)

    answer = client.get(reverse(f"travelers:{page}", args=[trip.reference]))

    assert answer.status_code == 200
    assert "Almaty" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("page", [*OWN_PAGES, "trip_delete"])
@pytest.mark.parametrize("reference", ["{}", "AAAA-AAAA", "x" * 400])
def test_another_persons_trip_is_the_404_of_a_missing_one(client, trip, page, reference):
    client.force_login(make_user("stranger"))
    address = reverse(f"travelers:{page}", args=["REF"])

    answer = client.post(address.replace("REF", reference.format(trip.reference)))

    assert answer.status_code == 404
    assert Trip.objects.filter(pk=trip.pk, cancelled_at=None).exists()


def test_cancelling_asks_first_and_happens_once(client, traveler, trip):
    client.force_login(traveler)
    address = reverse("travelers:trip_cancel", args=[trip.reference])

    client.get(address)
    assert traveler.trips.active().exists()
    client.post(address)
    assert not traveler.trips.active().exists()
    assert client.post(address).status_code == 404
    assert AuditEvent.objects.filter(deed="trip.cancel", object_id=trip.pk).count() == 1


def test_an_ended_trip_can_be_deleted_and_a_running_one_not(client, traveler, trip):
    client.force_login(traveler)
    address = reverse("travelers:trip_delete", args=[trip.reference])

    client.post(address)
    assert traveler.trips.exists()
    today = timezone.localdate()
    trip.stops.update(starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    client.post(address)
    assert not traveler.trips.exists()


def test_changing_a_trip_replaces_its_stops(client, traveler, trip):
    make_post(make_country(), "Astana")
    client.force_login(traveler)
    address = reverse("travelers:trip_change", args=[trip.reference])
    check = client.get(address).context["page"]
    stop = check.draft.stops[0].as_field().replace("post:almaty", "post:astana")

    client.post(
        address,
        {"step": "check", "go": "enroll", "stop": stop, "traveler_name": "Another name"},
    )

    trip.refresh_from_db()
    assert [str(stop) for stop in trip.stops.all()] == ["Astana"]
    assert trip.traveler_name == "Another name"


def carried(page, **changes):
    """The fields of the last page, as its form sends them."""
    draft = page.draft
    stops = [stop.as_field() for stop in draft.stops]
    values = {"form_id": draft.form_id, "seen": draft.seen, "stop": stops, **draft.details}
    return {"step": "check", "go": "enroll", **values, **changes}


@pytest.mark.behavior("P8")
def test_change_of_another_window_is_not_lost_without_a_word(client, traveler, trip):
    client.force_login(traveler)
    address = reverse("travelers:trip_change", args=[trip.reference])
    first, second = (client.get(address).context["page"] for _window in range(2))
    client.post(address, carried(first, phone="+7 701 555 0100"))

    refused = client.post(address, carried(second, lodging="Hotel Dostyk"))

    trip.refresh_from_db()
    assert (trip.phone, trip.lodging) == ("+7 701 555 0100", "")
    assert refused.status_code == 400
    assert "changed in another window" in refused.content.decode()
    assert 'value="Hotel Dostyk"' in refused.content.decode()

    client.post(address, carried(refused.context["page"]))
    trip.refresh_from_db()
    assert (trip.phone, trip.lodging) == ("", "Hotel Dostyk")


@pytest.mark.behavior("G4")
def test_trip_is_changed_on_the_way_when_its_first_stay_is_over(client, traveler, trip):
    today = timezone.localdate()
    trip.stops.update(starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=4))
    make_stop(place=make_country("Uzbekistan"), trip=trip, starts_on=today - timedelta(days=4))
    client.force_login(traveler)
    address = reverse("travelers:trip_change", args=[trip.reference])

    page = client.get(address).context["page"]
    assert page.step == "check"
    answer = client.post(address, carried(page, lodging="Hotel Registan"))

    assert answer.status_code == 302
    assert trip.stops.count() == 2


def test_the_list_costs_the_same_with_one_trip_and_with_three(client, traveler, trip, query_count):
    client.force_login(traveler)
    address = reverse("travelers:trip_list")
    client.get(address)
    with_one = query_count(lambda: client.get(address))
    for _more in range(2):
        make_stop(place=trip.stops.get().post, trip=make_trip(traveler))

    assert query_count(lambda: client.get(address)) == with_one

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_country, make_post, make_trip, make_user
from travelers.models import Trip

pytestmark = pytest.mark.django_db

ENROLL = reverse("travelers:trip_enroll")


@pytest.fixture
def traveler():
    return make_user("traveler")


@pytest.fixture
def almaty():
    return make_post(make_country(), "Almaty")


def hidden(response):
    """What the page carries on: the hidden fields of its form."""
    page = response.context["page"]
    return {
        "step": page.step,
        "number": page.number,
        "form_id": page.draft.form_id,
        "stop": [stop.as_field() for stop in page.draft.stops],
        **(page.draft.details if page.step != "details" else {}),
    }


def day(name, moment):
    return {
        f"{name}-day": moment.day,
        f"{name}-month": moment.strftime("%b").lower(),
        f"{name}-year": moment.year,
    }


def days(starts_on, ends_on):
    return day("starts_on", starts_on) | day("ends_on", ends_on)


def walk(client, places, name="Traveler"):
    """Go through the pages with (place code, first day, last day) stops; the check page."""
    response = client.get(ENROLL)
    for number, (place, starts_on, ends_on) in enumerate(places):
        response = client.post(ENROLL, hidden(response) | {"place": place})
        more = {"more": "1"} if number < len(places) - 1 else {}
        response = client.post(ENROLL, hidden(response) | days(starts_on, ends_on) | more)
    return client.post(ENROLL, hidden(response) | {"traveler_name": name})


def soon(days_ahead):
    return timezone.localdate() + timedelta(days=days_ahead)


def test_two_stops_are_enrolled_in_one_trip(client, traveler, almaty):
    client.force_login(traveler)
    astana = make_post(almaty.country, "Astana")

    check = walk(client, [("post:almaty", soon(3), soon(7)), ("post:astana", soon(7), soon(9))])
    assert check.context["page"].step == "check"
    done = client.post(ENROLL, hidden(check) | {"go": "enroll"}, follow=True)

    trip = traveler.trips.active().get()
    assert [stop.post for stop in trip.stops.all()] == [almaty, astana]
    assert trip.places == "Almaty and Astana, Kazakhstan"
    assert trip.reference in done.content.decode()


def test_the_same_form_sent_twice_makes_one_trip(client, traveler, almaty):
    client.force_login(traveler)
    check = walk(client, [("post:almaty", soon(3), soon(7))])

    for _again in range(2):
        client.post(ENROLL, hidden(check) | {"go": "enroll"})

    assert traveler.trips.count() == 1


def test_somebody_elses_form_number_makes_no_trip_and_shows_none(client, traveler, almaty):
    other = make_trip(make_user("other"))
    client.force_login(traveler)
    check = walk(client, [("post:almaty", soon(3), soon(7))])

    answer = client.post(ENROLL, hidden(check) | {"go": "enroll", "form_id": str(other.form_id)})

    assert answer.status_code == 400
    assert Trip.objects.count() == 1


def test_leaving_before_arriving_is_refused_and_keeps_what_was_typed(client, traveler, almaty):
    client.force_login(traveler)
    page = client.post(ENROLL, hidden(client.get(ENROLL)) | {"place": "post:almaty"})

    answer = client.post(ENROLL, hidden(page) | days(soon(9), soon(3)))

    html = answer.content.decode()
    assert "The day you leave must be on or after the day you arrive" in html
    assert "<title>Error: " in html
    assert f'name="ends_on-day" id="id_ends_on-day" value="{soon(3).day}"' in html


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        (-9, -2, "This stay is already over"),
        (800, 810, "at most two years ahead"),
    ],
)
def test_days_out_of_reach_are_refused(client, traveler, almaty, first, last, message):
    client.force_login(traveler)
    page = client.post(ENROLL, hidden(client.get(ENROLL)) | {"place": "post:almaty"})

    answer = client.post(ENROLL, hidden(page) | days(soon(first), soon(last)))

    assert message in answer.content.decode()


def test_a_stop_before_its_predecessor_is_refused(client, traveler, almaty):
    client.force_login(traveler)
    page = client.post(ENROLL, hidden(client.get(ENROLL)) | {"place": "post:almaty"})
    page = client.post(ENROLL, hidden(page) | days(soon(9), soon(12)) | {"more": "1"})
    page = client.post(ENROLL, hidden(page) | {"place": "country:kazakhstan"})

    answer = client.post(ENROLL, hidden(page) | days(soon(2), soon(4)))

    assert "before you arrive at the place before it" in answer.content.decode()


def test_a_residence_has_no_end(client, traveler, almaty):
    client.force_login(traveler)
    page = client.post(ENROLL, hidden(client.get(ENROLL)) | {"place": "post:almaty"})
    page = client.post(ENROLL, hidden(page) | day("starts_on", soon(0)) | {"residence": "on"})
    check = client.post(ENROLL, hidden(page) | {"traveler_name": "Traveler"})
    client.post(ENROLL, hidden(check) | {"go": "enroll"})

    assert traveler.trips.get().stops.get().ends_on is None


def test_a_name_is_all_that_is_asked_for(client, traveler, almaty):
    client.force_login(traveler)

    answer = walk(client, [("post:almaty", soon(3), soon(7))], name=" ")

    assert answer.context["page"].step == "details"
    assert "Enter your name" in answer.content.decode()


@pytest.mark.parametrize(
    "stop",
    ["post:almaty|2026-13-45|x|0|", "|||||||", "post:nowhere|2030-01-01|2030-01-02|0|", "x" * 9000],
)
def test_a_forged_stop_enrolls_nothing(client, traveler, almaty, stop):
    client.force_login(traveler)

    answer = client.post(
        ENROLL, {"step": "check", "go": "enroll", "stop": stop, "traveler_name": "Traveler"}
    )

    assert answer.status_code == 200
    assert not Trip.objects.exists()


def test_an_unlisted_post_cannot_be_chosen(client, traveler, almaty):
    almaty.listed_at = None
    almaty.save()
    client.force_login(traveler)

    answer = client.post(ENROLL, hidden(client.get(ENROLL)) | {"place": "post:almaty"})

    assert answer.context["page"].step == "place"


def test_signed_out_asks_to_sign_in(almaty):
    answer = Client().get(ENROLL)

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_place_that_left_the_list_meanwhile_is_asked_for_again(client, traveler, almaty):
    client.force_login(traveler)
    response = client.post(ENROLL, hidden(client.get(ENROLL)) | {"place": "post:almaty"})
    almaty.listed_at = None
    almaty.save()

    response = client.post(ENROLL, hidden(response) | days(soon(1), soon(2)))

    page = response.content.decode()
    assert response.context["page"].step == "place"
    assert "Choose the country or city you go to" in page
    assert "None" not in page

"""Stopping from a mail (behaviors F5 to F7)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from alerts.models import Grade, LinkToken, Mute, Subscription
from tests.factories import (
    make_alert,
    make_council,
    make_member,
    make_stop,
    make_subscription,
    make_user,
)

from .told import deliver_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def follower(kazakhstan):
    person = make_user("follower")
    make_subscription(person, kazakhstan)
    return person


def stop_link(person, mailbox, settings):
    deliver_once()
    header = mailbox.last(person)["List-Unsubscribe"]
    assert header.strip("<>") in mailbox.last(person).text
    return header.strip("<>").removeprefix(settings.SITE_URL)


def test_f5_link_asks_and_post_ends_once(follower, kazakhstan, mailbox, settings, client):
    make_alert(kazakhstan)
    link = stop_link(follower, mailbox, settings)

    asked = client.get(link)
    assert "Stop emails about Kazakhstan?" in asked.content.decode()
    assert Subscription.objects.active().exists()

    done = client.post(link)
    assert "You get no more emails about Kazakhstan" in done.content.decode()
    ended_at = Subscription.objects.get().ended_at
    assert ended_at

    again = client.post(link)
    assert again.status_code == 200
    assert "stopped already" in client.get(link).content.decode()
    assert Subscription.objects.get().ended_at == ended_at
    make_alert(kazakhstan)
    deliver_once()
    assert mailbox.count() == 1


def test_f5_stopped_mail_can_be_brought_back(follower, kazakhstan, mailbox, settings, client):
    make_alert(kazakhstan)
    link = stop_link(follower, mailbox, settings)
    client.post(link)

    client.post(link, {"undo": "1"})

    assert Subscription.objects.active().get().country == kazakhstan


def test_f6_one_click_without_cookies_from_a_two_year_old_mail(
    follower, kazakhstan, mailbox, settings
):
    other = make_subscription(follower)
    make_alert(kazakhstan)
    link = stop_link(follower, mailbox, settings)
    client = Client(enforce_csrf_checks=True)

    with time_machine.travel(timezone.now() + timedelta(days=729), tick=True):
        answer = client.post(link, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert answer.cookies == {}
    assert answer["Content-Type"].startswith("text/plain")
    ended = Subscription.objects.exclude(ended_at=None)
    assert ended.count() == 1
    assert other.pk in Subscription.objects.active().values_list("pk", flat=True) or (
        ended.get() == other
    )


def test_f6_old_link_ends_a_later_subscription_to_the_same_place(
    follower, kazakhstan, mailbox, settings, client
):
    make_alert(kazakhstan)
    link = stop_link(follower, mailbox, settings)
    Subscription.objects.update(ended_at=timezone.now())
    make_subscription(follower, kazakhstan)

    client.post(link)

    assert not Subscription.objects.active().exists()


@pytest.mark.parametrize("page", ["u", "choices"])
@pytest.mark.parametrize("token", ["x", "a" * 22, "a" * 500, "%ED%A0%80", "é"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_f6_bad_token_is_the_plain_404(db, client, page, token, method):
    missing = client.get("/no/such/page/")
    answer = getattr(client, method)(f"/{page}/{token}/")

    assert answer.status_code == 404
    assert answer.content == missing.content


def test_token_is_stored_as_its_hash_only(follower, kazakhstan, mailbox, settings):
    make_alert(kazakhstan)
    token = stop_link(follower, mailbox, settings).split("/")[2]

    assert LinkToken.objects.matching(token).count() == 1
    assert token not in LinkToken.objects.get().digest


def test_f7_stopping_mail_of_a_trip_keeps_the_trip_and_says_what_still_comes(
    kazakhstan, mailbox, settings, client
):
    traveler = make_user("traveler")
    trip = make_stop(traveler, kazakhstan).trip
    make_member(make_council(country=kazakhstan), traveler)
    make_alert(kazakhstan)
    link = stop_link(traveler, mailbox, settings)

    page = client.post(link).content.decode()

    trip.refresh_from_db()
    mute = Mute.objects.get()
    assert (mute.trip, mute.emergencies, trip.cancelled_at) == (trip, False, None)
    assert "You get no more emails about your trip to Kazakhstan" in page
    assert "Emergencies only: Alerts for your trip to Kazakhstan" in page
    assert "Mail for members of Almaty country council, because you are one" in page
    assert "traveler@example.org" not in page


def test_f7_stopping_in_an_emergency_mail_stops_emergencies_too(
    kazakhstan, mailbox, settings, client
):
    traveler = make_user("traveler")
    make_stop(traveler, kazakhstan)
    make_alert(kazakhstan, grade=Grade.EMERGENCY)
    link = stop_link(traveler, mailbox, settings)
    assert "Emergencies too." in client.get(link).content.decode()

    client.post(link)
    make_alert(kazakhstan, grade=Grade.EMERGENCY)
    deliver_once()

    assert Mute.objects.get().emergencies
    assert mailbox.count() == 1


def test_link_of_an_erased_trip_is_a_friendly_page(kazakhstan, mailbox, settings, client):
    traveler = make_user("traveler")
    trip = make_stop(traveler, kazakhstan).trip
    make_alert(kazakhstan)
    link = stop_link(traveler, mailbox, settings)
    trip.delete()

    assert "stopped already" in client.get(link).content.decode()
    assert client.post(link).status_code == 200


def test_choices_by_link_show_and_change_choices_and_nothing_of_the_person(
    follower, kazakhstan, mailbox, settings
):
    make_alert(kazakhstan)
    link = stop_link(follower, mailbox, settings).replace("/u/", "/choices/")
    client = Client(enforce_csrf_checks=True)
    row = Subscription.objects.get()

    page = client.get(link).content.decode()
    assert re.search(rf'name="s{row.pk}-frequency"', page)
    assert "follower@example.org" not in page
    answer = client.post(link, {f"s{row.pk}-frequency": "at_once", f"s{row.pk}-lowest_grade": "3"})

    row.refresh_from_db()
    assert answer.status_code == 302
    assert (row.lowest_grade, row.new_reports) == (Grade.EMERGENCY, False)


def test_choices_by_link_cannot_reach_anybody_elses_rows(
    follower, kazakhstan, mailbox, settings, client
):
    make_alert(kazakhstan)
    link = stop_link(follower, mailbox, settings).replace("/u/", "/choices/")
    foreign = make_subscription(make_user("other"), kazakhstan)

    client.post(link, {f"s{foreign.pk}-remove": "on", f"s{foreign.pk}-frequency": "never"})

    foreign.refresh_from_db()
    assert foreign.ended_at is None

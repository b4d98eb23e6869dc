"""Stopping from a mail (behaviors F5 to F7)."""

import hashlib
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from alerts.actions import retract_alert
from alerts.models import Grade, LinkToken, Mute, Subscription
from alerts.models.choices import MOMENT, RANDOM, digest_of, tokens_for_mail
from tests.factories import (
    make_alert,
    make_council,
    make_member,
    make_staff,
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


@pytest.mark.behavior("F5")
def test_link_asks_and_post_ends_once(follower, kazakhstan, mailbox, settings, client):
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


@pytest.mark.behavior("A4", "F6")
@pytest.mark.parametrize("grade", [Grade.NOTICE, Grade.EMERGENCY])
def test_stopping_what_calls_an_alert_back_stops_emergencies_only_if_it_was_one(
    kazakhstan, mailbox, settings, client, grade
):
    traveler = make_user("traveler")
    make_stop(traveler, kazakhstan)
    alert = make_alert(kazakhstan, grade=grade)
    deliver_once()
    retract_alert(alert, by=make_staff("sender"), title="no flood", text="There is no flood.")
    link = stop_link(traveler, mailbox, settings)
    is_emergency = grade == Grade.EMERGENCY

    assert mailbox.last(traveler).subject.startswith("Sent by mistake")
    assert ("emergencies too" in mailbox.last(traveler).text) == is_emergency
    client.post(link, {"List-Unsubscribe": "One-Click"})

    assert Mute.objects.get().emergencies == is_emergency


@pytest.mark.behavior("F5")
def test_stopped_mail_can_be_brought_back(follower, kazakhstan, mailbox, settings, client):
    make_alert(kazakhstan)
    link = stop_link(follower, mailbox, settings)
    client.post(link)

    client.post(link, {"undo": "1"})

    assert Subscription.objects.active().get().country == kazakhstan


@pytest.mark.behavior("F6")
def test_one_click_without_cookies_from_a_two_year_old_mail(
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


@pytest.mark.behavior("F6")
def test_old_link_ends_a_later_subscription_to_the_same_place(
    follower, kazakhstan, mailbox, settings, client
):
    make_alert(kazakhstan)
    link = stop_link(follower, mailbox, settings)
    Subscription.objects.update(ended_at=timezone.now())
    make_subscription(follower, kazakhstan)

    client.post(link)

    assert not Subscription.objects.active().exists()


@pytest.mark.behavior("F6")
@pytest.mark.parametrize("page", ["u", "choices"])
@pytest.mark.parametrize("token", ["x", "a" * 22, "a" * 500, "%ED%A0%80", "é"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_bad_token_is_the_plain_404(db, client, page, token, method):
    missing = client.get("/no/such/page/")
    answer = getattr(client, method)(f"/{page}/{token}/")

    assert answer.status_code == 404
    assert answer.content == missing.content


def test_token_is_stored_as_its_hash_only(follower, kazakhstan, mailbox, settings):
    make_alert(kazakhstan)
    token = stop_link(follower, mailbox, settings).split("/")[2]

    assert LinkToken.objects.matching(token).count() == 1
    assert token not in LinkToken.objects.get().digest


@pytest.mark.behavior("F7")
def test_stopping_mail_of_a_trip_keeps_the_trip_and_says_what_still_comes(
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


@pytest.mark.behavior("F7")
def test_stopping_in_an_emergency_mail_stops_emergencies_too(kazakhstan, mailbox, settings, client):
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


@pytest.mark.behavior("F6")
def test_one_click_in_a_digest_ends_what_comes_by_digest_and_can_be_undone(kazakhstan, client):
    person = make_user("reader")
    daily = make_subscription(person, kazakhstan, frequency="daily", lowest_grade=Grade.WARNING)
    at_once = make_subscription(person)
    token, digest = LinkToken.fresh()
    LinkToken.objects.create(digest=digest, user=person, subscription=daily, from_digest=True)

    page = client.get(f"/u/{token}/").content.decode()
    assert "Stop daily and weekly emails?" in page
    client.post(f"/u/{token}/", {"List-Unsubscribe": "One-Click"})
    assert list(Subscription.objects.active()) == [at_once]

    client.post(f"/u/{token}/", {"undo": "1"})
    back = Subscription.objects.active().get(country=kazakhstan)
    assert (back.frequency, back.lowest_grade) == ("daily", Grade.WARNING)


@pytest.mark.behavior("F9")
@pytest.mark.parametrize(("answer", "emergencies"), [("keep", False), ("stop", True)])
def test_stop_everything_is_one_action_and_asks_about_emergencies_of_a_trip(
    kazakhstan, client, mailbox, answer, emergencies
):
    person = make_user("traveler")
    make_subscription(person, kazakhstan)
    make_subscription(person)
    trip = make_stop(person, kazakhstan).trip
    make_member(make_council(country=kazakhstan), person)
    client.force_login(person)

    page = client.get("/account/alerts/stop/").content.decode()
    assert "Your trip to Kazakhstan" in page
    unanswered = client.post("/account/alerts/stop/").content.decode()
    assert "Choose what happens to emergency email." in unanswered
    assert Subscription.objects.active().count() == 2

    done = client.post("/account/alerts/stop/", {"emergencies": answer}).content.decode()
    assert "All email has stopped" in done
    assert ("Emergencies only" in done) is not emergencies
    make_alert(kazakhstan)
    deliver_once()
    assert mailbox.count() == 0
    make_alert(kazakhstan, grade=Grade.EMERGENCY)
    deliver_once()
    assert mailbox.count() == (0 if emergencies else 1)
    trip.refresh_from_db()
    assert trip.cancelled_at is None


@pytest.mark.behavior("F9")
def test_stop_everything_by_the_link_of_a_mail_asks_nothing_without_a_trip(
    follower, kazakhstan, mailbox, settings
):
    make_subscription(follower)
    make_alert(kazakhstan)
    link = stop_link(follower, mailbox, settings).replace("/u/", "/choices/")
    client = Client(enforce_csrf_checks=True)
    assert f"{link}stop/" in client.get(link).content.decode()

    client.get(f"{link}stop/")
    assert Subscription.objects.active().count() == 2
    done = client.post(f"{link}stop/").content.decode()

    assert "All email has stopped" in done
    assert "follower@example.org" not in done
    assert not Subscription.objects.active().exists()


def test_tokens_of_a_batch_stand_together_and_hold_nothing_to_guess():
    tokens = tokens_for_mail(50)
    digests = [digest_of(token) for token in tokens]

    assert len(set(tokens)) == 50
    assert {len(token) for token in tokens} == {MOMENT + RANDOM}
    assert {digest[:MOMENT] for digest in digests} == {token[:MOMENT] for token in tokens}
    assert len({digest[MOMENT:] for digest in digests}) == 50
    assert not any(token[MOMENT:] in digest for token, digest in zip(tokens, digests, strict=True))


def test_token_from_before_is_known_by_its_whole_hash():
    token, digest = LinkToken.fresh()

    assert digest == digest_of(token) == hashlib.sha256(token.encode()).hexdigest()

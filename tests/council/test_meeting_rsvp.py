"""Answering an invitation; seats and the waiting list (H7)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from council import actions
from council.models import Rsvp, RsvpAnswer
from tests.factories import make_council, make_meeting, make_member, make_rsvp, make_user
from tests.support.threads import at_once
from web.errors import RefusedError

IN_PERSON, ONLINE, NO = RsvpAnswer


@pytest.fixture
def answer(as_):
    def post(meeting, user, **form):
        return as_(user).post(meeting.get_absolute_url() + "reply/", form)

    return post


def people(council, number):
    return [make_member(council, make_user(f"person {n}")).user for n in range(number)]


def test_an_answer_is_kept_and_can_be_changed(answer, meeting, member):
    answer(meeting, member, answer="in_person", guests="First Guest\n\n Second   Guest ")
    rsvp = Rsvp.objects.get()
    assert (rsvp.answer, rsvp.seats, rsvp.guests) == (IN_PERSON, 3, "First Guest\nSecond Guest")

    answer(meeting, member, answer="online", guests="First Guest")

    rsvp = Rsvp.objects.get()
    assert (rsvp.answer, rsvp.seats, rsvp.guests) == (ONLINE, 1, "")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "required"),
        ({"answer": "perhaps"}, "not one of the available choices"),
        ({"answer": "in_person", "guests": "A\n" * 6}, "at most 5 guests"),
        ({"answer": "in_person", "guests": "x" * 1001}, "at most 1000"),
    ],
)
def test_errors_keep_what_was_typed(answer, meeting, member, form, words):
    response = answer(meeting, member, **form)
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert "<title>Error:" in page
    assert form.get("guests", "")[:1] in page
    assert not Rsvp.objects.exists()


def test_who_does_not_belong_answers_nothing(as_, answer, meeting, stranger, officer):
    assert answer(meeting, stranger, answer="online").status_code == 404
    page = as_(officer).get(meeting.get_absolute_url())  # sees the page, is no member
    assert b"/reply/" not in page.content
    assert answer(meeting, officer, answer="online").status_code == 404
    with pytest.raises(RefusedError):
        actions.reply(meeting, by=stranger, answer=ONLINE)
    assert not Rsvp.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"reply_by": timezone.localdate() - timedelta(days=2)},
        {"cancelled_at": timezone.now()},
        {"starts_at": timezone.now() - timedelta(hours=1)},
    ],
)
def test_too_late_says_so(answer, council, member, change):
    meeting = make_meeting(council, ends_at=timezone.now() + timedelta(days=40), **change)
    page = answer(meeting, member, answer="online").content.decode()
    assert "takes no more replies" in page
    assert not Rsvp.objects.exists()


def test_beyond_the_seats_people_wait_and_move_up_in_order(council):
    meeting = make_meeting(council, capacity=1)
    first, second, third = people(council, 3)
    for person in (first, second, third):
        actions.reply(meeting, by=person, answer=IN_PERSON)
    assert list(meeting.rsvps.waiting().values_list("user", flat=True)) == [second.pk, third.pk]

    actions.reply(meeting, by=first, answer=NO)

    assert meeting.rsvps.seated().get().user == second
    assert meeting.rsvps.waiting().get().user == third
    assert meeting.rsvps.get(user=second).moved_up_at is not None


def test_the_page_says_that_one_waits(as_, council, member):
    meeting = make_meeting(council, capacity=0)
    page = as_(member).post(
        meeting.get_absolute_url() + "reply/", {"answer": "in_person"}, follow=True
    )
    assert "on the waiting list" in page.content.decode()


def test_guests_take_seats(council):
    meeting = make_meeting(council, capacity=3)
    first, second = people(council, 2)
    actions.reply(meeting, by=first, answer=IN_PERSON, guests=["A", "B"])
    assert actions.reply(meeting, by=second, answer=IN_PERSON).waiting


def test_asking_for_too_many_guests_does_not_cost_ones_own_seat(council):
    meeting = make_meeting(council, capacity=1)
    (person,) = people(council, 1)
    actions.reply(meeting, by=person, answer=IN_PERSON)

    with pytest.raises(RefusedError):
        actions.reply(meeting, by=person, answer=IN_PERSON, guests=["A"])

    assert meeting.rsvps.seated().get().seats == 1


def test_answering_again_keeps_the_place_in_line(council):
    meeting = make_meeting(council, capacity=0)
    first, second = people(council, 2)
    for person in (first, second, first):
        actions.reply(meeting, by=person, answer=IN_PERSON)
    assert meeting.rsvps.waiting().first().user == first


def test_online_takes_no_seat(council):
    meeting = make_meeting(council, capacity=0)
    (person,) = people(council, 1)
    assert not actions.reply(meeting, by=person, answer=ONLINE).waiting


def test_names_of_guests_are_forgotten_three_days_later(council, member):
    kept = make_rsvp(make_meeting(council, days=-2), member, guests="A")
    gone = make_rsvp(make_meeting(council, days=-4), member, guests="A", seats=2)

    actions.forget_old()

    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.guests, gone.guests, gone.seats) == ("A", "", 2)


@pytest.mark.django_db(transaction=True)
def test_the_last_seats_are_never_oversold():
    council = make_council()
    meeting = make_meeting(council, capacity=3)

    def race(person):
        return lambda: actions.reply(meeting, by=person, answer=IN_PERSON)

    results = at_once([race(person) for person in people(council, 10)])

    assert not [result for result in results if isinstance(result, Exception)]
    assert meeting.rsvps.seated().count() == 3
    assert meeting.rsvps.waiting().count() == 7


@pytest.mark.django_db(transaction=True)
def test_one_person_clicking_twice_has_one_answer():
    council = make_council()
    meeting, (person,) = make_meeting(council, capacity=5), people(council, 1)

    results = at_once([lambda: actions.reply(meeting, by=person, answer=IN_PERSON)] * 4)

    assert not [result for result in results if isinstance(result, Exception)]
    assert meeting.rsvps.count() == 1


@pytest.mark.django_db(transaction=True)
def test_leaving_and_coming_at_once_loses_no_seat():
    council = make_council()
    meeting = make_meeting(council, capacity=2)
    seated, coming = (
        people(council, 2),
        [make_member(council, make_user(f"late {n}")).user for n in range(4)],
    )
    for person in seated:
        actions.reply(meeting, by=person, answer=IN_PERSON)

    def go(person, answer):
        return lambda: actions.reply(meeting, by=person, answer=answer)

    at_once([go(p, NO) for p in seated] + [go(p, IN_PERSON) for p in coming])

    assert meeting.rsvps.seated().count() == 2
    assert meeting.rsvps.waiting().count() == 2

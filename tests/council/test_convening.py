"""Planning, announcing, changing and cancelling, on pages of their own."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from advisories.models import Role, Tlp
from council import actions
from council.models import Meeting
from tests.factories import (
    make_assignment,
    make_meeting,
    make_member,
    make_rsvp,
    make_staff,
    make_user,
)
from web.errors import RefusedError


def typed(**changes):
    return {
        "form_id": str(uuid.uuid4()),
        "title": "Spring meeting",
        "day": "2031-04-20",
        "begins": "15:00",
        "finishes": "17:00",
        "place": "Consulate General",
        "video_link": "",
        "getting_in": "Bring a passport.",
        "agenda": "Welcome; Chair; 10\n\nBriefing",
        "capacity": "24",
        "reply_by": "2031-04-13",
        "tlp": "amber",
        **changes,
    }


@pytest.fixture
def new(council):
    return reverse("council:meeting_create", args=[council.slug])


def test_a_meeting_is_planned_in_the_hours_of_the_place(as_, chair, new):
    as_(chair).post(new, typed())

    meeting = Meeting.objects.get()
    assert meeting.starts_at == datetime(2031, 4, 20, 10, 0, tzinfo=UTC)
    assert meeting.announced_at is None
    assert list(meeting.agenda.values_list("title", "leader", "minutes")) == [
        ("Welcome", "Chair", 10),
        ("Briefing", "", 15),
    ]
    assert AuditEvent.objects.get(deed="plan_meeting").actor_id == chair.pk


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "required"),
        ({"day": "2020-01-01"}, "to come"),
        ({"day": "0001-01-01"}, "this century"),
        ({"day": "9999-12-31"}, "this century"),
        ({"day": "31.31"}, "valid date"),
        ({"begins": "25:00"}, "valid time"),
        ({"finishes": "14:00"}, "after it starts"),
        ({"reply_by": "2031-04-21"}, "not after the meeting"),
        ({"capacity": "-1"}, "greater than or equal"),
        ({"capacity": "9" * 30}, "less than or equal"),
        ({"tlp": "clear"}, "not one of the available choices"),
        ({"video_link": "javascript:alert(1)"}, "valid URL"),
        ({"agenda": "Welcome; Chair; soon"}, "Line 1: end it with the minutes"),
        ({"agenda": "One\nTwo; Chair; 0"}, "Line 2: an item takes"),
        ({"agenda": "Two; Chair; " + "9" * 5000}, "an item takes"),
        ({"agenda": "a; b; c; 5"}, "Line 1"),
        ({"agenda": "x" * 201}, "too long"),
        ({"agenda": "x\n" * 61}, "at most 60"),
    ],
)
def test_errors_keep_what_was_typed(as_, chair, new, changes, words):
    response = as_(chair).post(new, typed(**changes))
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert "<title>Error:" in page
    assert "Bring a passport." in page
    assert not Meeting.objects.exists()


def test_a_time_that_the_clocks_leave_out_is_refused(as_, council, chair, new):
    council.time_zone = "Europe/Berlin"
    council.save()
    page = as_(chair).post(new, typed(day="2031-03-30", begins="02:30", finishes="04:00"))
    assert "leave this time out" in page.content.decode()


def test_the_same_form_twice_is_one_meeting(as_, chair, new):
    form = typed()
    assert as_(chair).post(new, form)["Location"] == as_(chair).post(new, form)["Location"]
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    "page", ["edit/", "announce/", "cancel/", "minutes/", "actions/new/", "minutes/publish/"]
)
def test_who_does_not_convene_finds_no_such_page(client, council, meeting, member, stranger, page):
    url = meeting.get_absolute_url() + page
    for user in (None, member, stranger):
        if user:
            client.force_login(user)
        assert client.post(url).status_code == 404
    meeting.refresh_from_db()
    assert meeting.cancelled_at is None


def test_members_and_chairs_of_others_plan_nothing_here(as_, council, member, new):
    assert as_(member).get(new).status_code == 404
    other = make_staff("country officer")
    make_assignment(other, Role.MEMBERSHIP_OFFICER, country=council.country)
    assert as_(other).get(new).status_code == 404


def test_an_officer_of_the_council_may_convene(as_, officer, new):
    assert as_(officer).get(new).status_code == 200


def test_an_officer_of_the_country_changes_green_meetings_only(council):
    staff = make_staff("country officer")
    make_assignment(staff, Role.MEMBERSHIP_OFFICER, country=council.country)
    make_meeting(council, tlp=Tlp.AMBER)
    green = make_meeting(council, tlp=Tlp.GREEN)
    assert list(Meeting.objects.editable_by(staff)) == [green]


def test_announcing_asks_first_then_members_see_it(as_, council, chair, member):
    draft = make_meeting(council, announced=False)
    url = draft.get_absolute_url() + "announce/"
    as_(chair).get(url)
    assert as_(member).get(draft.get_absolute_url()).status_code == 404

    as_(chair).post(url)

    assert as_(member).get(draft.get_absolute_url()).status_code == 200


def test_announcing_twice_keeps_the_first_moment(council, chair):
    draft = make_meeting(council, announced=False)
    first = actions.announce_meeting(draft, by=chair).announced_at
    assert actions.announce_meeting(draft, by=chair).announced_at == first


@pytest.mark.parametrize("fields", [{"days": -3}, {"cancelled_at": timezone.now()}])
def test_what_is_over_is_not_announced(council, chair, fields):
    with pytest.raises(RefusedError):
        actions.announce_meeting(make_meeting(council, announced=False, **fields), by=chair)


def edit_form(as_, chair, meeting):
    form = as_(chair).get(meeting.get_absolute_url() + "edit/").context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() is not None}


def test_the_edit_form_opens_with_what_is_there_and_saving_it_tells_nobody(as_, council, chair):
    meeting = make_meeting(council, agenda=[("Welcome", "Chair", 10)], capacity=9)
    form = edit_form(as_, chair, meeting)

    response = as_(chair).post(meeting.get_absolute_url() + "edit/", form)

    meeting.refresh_from_db()
    assert response.status_code == 302
    assert form["agenda"] == "Welcome; Chair; 10"
    assert (meeting.sequence, meeting.changed_at) == (0, None)
    assert meeting.agenda.get().title == "Welcome"


def test_a_change_of_place_is_recorded_for_telling(as_, chair, meeting):
    form = edit_form(as_, chair, meeting) | {"place": "Elsewhere"}
    as_(chair).post(meeting.get_absolute_url() + "edit/", form)

    meeting.refresh_from_db()
    assert meeting.place == "Elsewhere"
    assert meeting.sequence == 1
    assert meeting.changed_at is not None


def test_a_change_of_a_draft_tells_nobody(as_, council, chair):
    draft = make_meeting(council, announced=False)
    draft.place = "Elsewhere"
    actions.change_meeting(draft, by=chair)
    draft.refresh_from_db()
    assert (draft.sequence, draft.changed_at) == (0, None)


def test_seats_that_are_taken_cannot_be_taken_away(as_, council, chair, meeting):
    for number in range(3):
        make_rsvp(meeting, make_member(council, make_user(f"p{number}")).user)
    form = edit_form(as_, chair, meeting) | {"capacity": "2"}

    page = as_(chair).post(meeting.get_absolute_url() + "edit/", form).content.decode()

    assert "3 seats are taken already." in page
    meeting.refresh_from_db()
    assert meeting.capacity is None


def test_more_seats_move_the_waiting_list_up(council, chair, member):
    meeting = make_meeting(council, capacity=0)
    actions.reply(meeting, by=member, answer="in_person")
    meeting.capacity = 5
    actions.change_meeting(meeting, by=chair)
    assert meeting.rsvps.seated().get().user == member


def test_an_edit_begun_before_a_cancellation_does_not_undo_it(chair, meeting):
    stale = Meeting.objects.get()
    actions.cancel_meeting(meeting, by=chair)
    stale.place = "Elsewhere"
    with pytest.raises(RefusedError):
        actions.change_meeting(stale, by=chair)
    meeting.refresh_from_db()
    assert meeting.cancelled_at is not None


def test_two_chairs_at_one_meeting_both_see_both_texts(as_, chair, officer, meeting):
    mine = edit_form(as_, chair, meeting) | {"place": "Library, second floor"}
    theirs = edit_form(as_, officer, meeting) | {"place": "City hall"}
    url = meeting.get_absolute_url() + "edit/"
    as_(officer).post(url, theirs)

    refused = as_(chair).post(url, mine)

    meeting.refresh_from_db()
    page = refused.content.decode()
    assert (refused.status_code, meeting.place) == (409, "City hall")
    assert "<title>Error:" in page
    assert [conflict.label for conflict in refused.context["conflicts"]] == ["Where"]
    assert "City hall" in page
    assert 'value="Library, second floor"' in page

    again = {name: field.value() for name, field in fields_of(refused.context["form"])}
    assert as_(chair).post(url, again).status_code == 302
    meeting.refresh_from_db()
    assert meeting.place == "Library, second floor"


def fields_of(form):
    return [(field.name, field) for field in form if field.value() is not None]


def test_cancelling_asks_first_and_is_recorded(as_, chair, meeting):
    url = meeting.get_absolute_url() + "cancel/"
    as_(chair).get(url)
    meeting.refresh_from_db()
    assert meeting.cancelled_at is None

    as_(chair).post(url)
    as_(chair).post(url)

    meeting.refresh_from_db()
    assert meeting.cancelled_at is not None
    assert meeting.sequence == 1
    assert AuditEvent.objects.filter(deed="cancel_meeting").count() == 1


def test_a_meeting_that_is_over_is_not_cancelled(council, chair):
    with pytest.raises(RefusedError):
        actions.cancel_meeting(make_meeting(council, days=-1), by=chair)


def test_the_reply_by_day_ends_where_the_council_is(council):
    now = timezone.now()
    here = now.astimezone(Meeting(council=council).zone).date()
    assert make_meeting(council, reply_by=here).takes_replies
    assert not make_meeting(council, reply_by=here - timedelta(days=1)).takes_replies

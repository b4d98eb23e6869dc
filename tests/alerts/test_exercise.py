"""An exercise reaches its own list, says so everywhere, and never meets a public page."""

import pytest
from django.urls import reverse

from advisories.models import Role
from alerts.actions import stop_everything
from alerts.audience.groups import of_alert
from alerts.audience.people import count
from alerts.models import Alert, ExerciseParticipant, Grade, Lane, Notice, NoticeKind
from tests.factories import (
    make_alert,
    make_assignment,
    make_council,
    make_member,
    make_participant,
    make_staff,
    make_stop,
    make_subscription,
    make_user,
)

from .crisis import leave_now, sign_in_lately, typed, values_of
from .told import deliver_once, names, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender(client, almaty):
    person = make_staff("sender")
    make_assignment(person, Role.SENDER, post=almaty)
    sign_in_lately(client, person)
    return person


@pytest.fixture
def council(almaty):
    return make_council(country=almaty.country, post=almaty)


def practice(client, place):
    page = client.post("/exercise/check/", typed(place))
    client.post("/exercise/check/", values_of(page) | {"send": "1"})
    return leave_now(Alert.objects.get())


def test_exercise_reaches_its_list_and_nobody_else(client, sender, almaty, council, mailbox):
    make_stop(make_user("traveler"), almaty)
    make_subscription(make_user("follower"), almaty)
    make_member(council, make_user("member"))
    volunteer = make_member(council, make_user("volunteer")).user
    make_participant(volunteer, council)
    make_participant(sender, almaty)

    alert = practice(client, almaty)
    deliver_once()

    assert sorted(mail.recipients[0] for mail in mailbox.messages) == [
        "sender@example.org", "volunteer@example.org",
    ]  # fmt: skip
    mail = mailbox.last(to=volunteer)
    assert mail.subject.startswith("EXERCISE: Emergency: Almaty")
    assert "THIS IS AN EXERCISE" in mail.text
    assert "take part in exercises of Almaty country council" in " ".join(mail.text.split())
    assert Notice.objects.get().lane == Lane.NOTICE  # never before mail that is meant
    assert alert.exercise


def test_one_click_ends_taking_part_and_can_be_undone(client, sender, almaty, council, mailbox):
    volunteer = make_member(council, make_user("volunteer")).user
    make_participant(volunteer, council)
    practice(client, almaty)
    deliver_once()
    link = mailbox.last(to=volunteer)["List-Unsubscribe"].strip("<>").removeprefix("http://")
    path = "/" + link.partition("/")[2]

    client.post(path, {"List-Unsubscribe": "One-Click"})
    assert not ExerciseParticipant.objects.active().exists()
    client.post(path, {"undo": "1"})
    assert ExerciseParticipant.objects.active().exists()


def test_exercise_stands_on_no_public_page_and_only_its_people_read_it(
    client, sender, almaty, council
):
    volunteer = make_member(council, make_user("volunteer")).user
    make_participant(volunteer, council)
    alert = practice(client, almaty)
    told()
    path = alert.get_absolute_url()
    cap = reverse("alerts:member_alert_cap", args=[alert.year, alert.slug])
    assert path.startswith("/members/")
    assert "This is the place to practice" in client.get("/exercise/").content.decode()

    client.force_login(volunteer)
    assert "Nothing of this has happened." in client.get(path).content.decode()
    assert "<status>Exercise</status>" in client.get(cap).content.decode()
    client.force_login(make_user("stranger"))
    assert client.get(path).status_code == client.get(cap).status_code == 404
    client.logout()
    public = reverse("alerts:alert_detail", args=[alert.year, alert.slug])
    assert client.get(path).status_code == client.get(public).status_code == 404
    for page in (
        "/",
        "/alerts/",
        "/alerts/past/",
        "/alerts/cap.atom",
        almaty.country.get_absolute_url(),
    ):
        assert alert.title not in client.get(page).content.decode(), page


def test_exercise_called_back_puts_nothing_on_the_site(client, sender, almaty, mailbox):
    make_participant(sender, almaty)
    alert = practice(client, almaty)
    deliver_once()

    asked = client.get(f"/send/{alert.pk}/mistake/")
    client.post(f"/send/{alert.pk}/mistake/", values_of(asked))
    deliver_once()

    assert mailbox.last(to=sender).subject.startswith("EXERCISE: Sent by mistake: Almaty")
    assert "Sent by mistake:" not in client.get("/").content.decode()
    assert Notice.objects.get(kind=NoticeKind.RETRACTION).lane == Lane.NOTICE


@pytest.mark.behavior("P14")
@pytest.mark.parametrize("told", [False, True])
def test_exercise_is_a_404_to_who_is_not_signed_in_whomever_it_told(
    client, almaty, council, mailbox, told
):
    alert = make_alert(almaty, exercise=True)
    if told:
        participant = make_participant(make_member(council).user, almaty)
        deliver_once()
        participant.user.delete()

    for page in ("", "cap.xml"):
        answer = client.get(f"/members/alerts/{alert.year}/{alert.slug}/{page}")
        assert answer.status_code == 404
        assert alert.title not in answer.content.decode()


def test_who_left_the_council_or_the_list_takes_part_no_more(almaty, council, astana):
    left = make_member(council, make_user("left"))
    stays = make_member(council, make_user("stays"))
    elsewhere = make_staff("elsewhere")
    make_assignment(elsewhere, Role.SENDER, post=astana)
    for person, place in [(left.user, council), (stays.user, council), (elsewhere, astana)]:
        make_participant(person, place)
    left.left_at = left.joined_at
    left.save()

    make_alert(almaty, exercise=True, grade=Grade.EMERGENCY)

    assert names(told()) == ["stays"]


def test_list_is_kept_in_the_administration_within_reach(client, sender, almaty, astana, council):
    member, stranger = make_member(council, make_user("member")).user, make_user("stranger")
    add = "/admin/alerts/exerciseparticipant/add/"
    page = client.get(add).content.decode()
    assert member.name in page
    assert stranger.name not in page
    assert "Astana" not in page

    client.post(add, {"user": member.pk, "council": council.pk, "post": ""})
    assert ExerciseParticipant.objects.get().user == member
    for values in (
        {"user": stranger.pk, "council": council.pk},
        {"user": member.pk, "post": astana.pk},
        {"user": member.pk, "post": almaty.pk},  # a member, not on the staff
        {"user": sender.pk, "council": council.pk, "post": almaty.pk},
    ):
        assert client.post(add, {"council": "", "post": "", **values}).status_code == 200
    assert ExerciseParticipant.objects.count() == 1
    assert count(of_alert(make_alert(almaty, exercise=True))).total == 1


@pytest.mark.behavior("F9")
def test_who_stops_everything_gets_no_exercises_either(almaty, council):
    person = make_participant(make_member(council).user, almaty).user

    stop_everything(person, emergencies=False)

    assert not ExerciseParticipant.objects.active().exists()

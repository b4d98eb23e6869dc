"""Three screens from a template to Send, ten seconds to stop, the other senders told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, User
from advisories.models import Role
from advisories.models.assignments import reach_of
from alerts import actions
from alerts.actions import desk
from alerts.audience.fanout import fan_out_all
from alerts.forms.emergency import WordsForm
from alerts.kinds import BY_NAME
from alerts.models import Alert, Delivery, Grade, Letter, Notice, NoticeKind
from alerts.notices import collect, tell
from tests.factories import (
    make_alert,
    make_assignment,
    make_staff,
    make_stop,
    make_subscription,
    make_template,
    make_user,
)
from tests.support.faults import fail_at_every_write
from tests.support.threads import at_once

from .crisis import leave_now, sign_in_lately, typed, values_of
from .told import deliver_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender(client, almaty):
    person = make_staff("sender")
    make_assignment(person, Role.SENDER, post=almaty)
    sign_in_lately(client, person)
    return person


def send(client, place, template="blank", **changes):
    """Screens two and three, as a browser goes through them."""
    page = client.post("/send/check/", typed(place, template, **changes))
    return client.post("/send/check/", values_of(page) | {"send": "1"})


def test_template_is_walked_to_the_inbox(client, sender, almaty, mailbox):
    make_stop(make_user("traveler"), almaty)
    template = make_template()

    page = client.get("/send/words/", {"template": template.pk, "place": f"post:{almaty.pk}"})
    values = values_of(page)
    assert values["what"] == "Water is rising in Almaty."
    assert values["do"].startswith("* Go to high ground in Almaty.")
    page = client.post("/send/check/", values)
    assert "Emergency: Almaty, sudden flood" in page.content.decode()
    answer = client.post("/send/check/", values_of(page) | {"send": "1"})
    deliver_once()
    assert mailbox.count(to="traveler@example.org") == 0
    alert = leave_now(Alert.objects.get())
    deliver_once()

    assert answer["Location"] == f"/send/{alert.pk}/"
    mail = mailbox.last(to="traveler@example.org")
    assert mail.subject == "Emergency: Almaty, sudden flood"
    assert "* Go to high ground in Almaty." in mail.text
    assert "Who: Everybody in Almaty" in mail.text
    assert "{until}" not in mail.text
    assert (alert.template, alert.grade, alert.published_by) == (
        template, Grade.EMERGENCY, sender,
    )  # fmt: skip
    assert AuditEvent.objects.filter(deed="send_at_once", actor_id=sender.pk).count() == 1
    assert client.get(alert.get_absolute_url()).status_code == 200


def test_blank_alert_takes_its_subject_from_what_happened(client, sender, almaty):
    page = client.post("/send/check/", typed(almaty)).content.decode()

    assert "Emergency: Almaty, Shots near the station" in page
    assert not Alert.objects.exists()  # nothing is kept before Send


@pytest.mark.parametrize(
    ("what", "title"),
    [
        ("... shots near the station. Police came.", "shots near the station"),
        ("…", "…"),
        ("...", "..."),
    ],
)
def test_blank_alert_always_has_a_subject(client, sender, almaty, what, title):
    send(client, almaty, what=what)

    assert Alert.objects.get().title == title


@pytest.mark.parametrize("field", ["what", "do", "where", "who", "until"])
def test_each_of_the_five_fields_is_needed_and_the_rest_is_kept(client, sender, almaty, field):
    page = client.post("/send/check/", typed(almaty, **{field: ""}))

    assert "There is a problem" in page.content.decode()
    kept = values_of(page)
    assert kept[field] == "" or field == "until"
    assert kept["who" if field != "who" else "where"]


def test_nothing_leaves_within_ten_seconds_and_stop_makes_it_a_draft(
    client, sender, almaty, mailbox
):
    make_subscription(make_user("follower"), almaty)
    other = make_staff("other")
    make_assignment(other, Role.SENDER, country=almaty.country)
    send(client, almaty)
    alert = Alert.objects.get()
    assert 8 < (alert.published_at - timezone.now()).total_seconds() <= 10
    assert "Nothing was sent yet." in client.get(f"/send/{alert.pk}/").content.decode()
    assert client.get(alert.get_absolute_url()).status_code == 404

    client.post(f"/send/{alert.pk}/stop/")
    leave_nothing = client.get(f"/send/{alert.pk}/").content.decode()
    deliver_once()

    alert.refresh_from_db()
    assert alert.published_at is None
    assert "Stopped. Nobody was told." in leave_nothing
    assert not Notice.objects.exists()
    assert [mail.recipients for mail in mailbox.messages] == [[other.email]] * 2
    assert "stopped" in mailbox.last(to=other).text
    assert AuditEvent.objects.filter(deed="stop_alert").count() == 1


def test_stop_comes_too_late_once_it_left(client, sender, almaty):
    send(client, almaty)
    alert = leave_now(Alert.objects.get())

    page = client.post(f"/send/{alert.pk}/stop/").content.decode()

    assert "too late to stop it" in page
    alert.refresh_from_db()
    assert alert.published_at


def test_other_senders_of_the_place_are_told_at_once_and_nobody_else(
    client, sender, almaty, astana
):
    people = {name: make_staff(name) for name in ("country", "everywhere", "elsewhere", "editor")}
    make_assignment(people["country"], Role.SENDER, country=almaty.country)
    make_assignment(people["everywhere"], Role.SENDER)
    make_assignment(people["elsewhere"], Role.SENDER, post=astana)
    make_assignment(people["editor"], Role.EDITOR, post=almaty)

    send(client, almaty)

    letters = Letter.objects.order_by("address")
    assert [letter.address for letter in letters] == [
        "country@example.org",
        "everywhere@example.org",
    ]
    assert f"/send/{Alert.objects.get().pk}/" in letters[0].text


def test_p7_form_sent_twice_makes_one_alert(client, sender, almaty):
    page = client.post("/send/check/", typed(almaty))
    values = values_of(page) | {"send": "1"}

    first, second = client.post("/send/check/", values), client.post("/send/check/", values)

    assert Alert.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_p8_other_words_in_a_form_that_was_sent_are_refused_and_kept(client, sender, almaty):
    values = typed(almaty)
    sent = {"send": "1", "counted": "0"}
    client.post("/send/check/", values | sent)

    answer = client.post("/send/check/", values | sent | {"what": "Something else happened."})

    assert "This form was sent before" in answer.content.decode()
    assert values_of(answer)["what"] == "Something else happened."
    assert Alert.objects.count() == 1


@pytest.mark.behavior("A15")
def test_far_more_people_than_usual_need_the_number_typed(client, sender, almaty):
    first = make_user("follower")
    make_subscription(first, almaty)
    Notice.objects.all().delete()
    make_alert(almaty)
    collect()
    fan_out_all()
    for number in range(3):
        make_subscription(make_user(f"follower-{number}"), almaty)

    page = client.post("/send/check/", typed(almaty))
    refused = client.post("/send/check/", values_of(page) | {"send": "1", "typed": ""})
    padded = values_of(page) | {"send": "1", "typed": "", "counted": " 4"}
    assert "Type 4" in client.post("/send/check/", padded).content.decode()
    assert "Far more people than usual." in page.content.decode()
    assert "Type 4, the number of people above." in refused.content.decode()
    assert Alert.objects.count() == 1

    answer = client.post("/send/check/", values_of(page) | {"send": "1", "typed": "4"})
    assert answer.status_code == 302


@pytest.mark.behavior("A12")
def test_audience_that_grew_is_refused_shown_and_then_typed(client, sender, almaty):
    page = client.post("/send/check/", typed(almaty))
    for number in range(21):
        make_subscription(make_user(f"follower-{number}"), almaty)

    refused = client.post("/send/check/", values_of(page) | {"send": "1"})
    assert "grew from 0 to 21 people" in refused.content.decode()
    assert not Alert.objects.exists()

    untyped = client.post("/send/check/", values_of(refused) | {"send": "1"})
    assert "Type 21" in untyped.content.decode()
    values = values_of(refused) | {"send": "1", "typed": "21"}
    assert client.post("/send/check/", values).status_code == 302
    assert Alert.objects.count() == 1


def test_audience_is_the_one_that_gets_it(client, sender, almaty, mailbox):
    make_stop(make_user("traveler"), almaty)
    make_subscription(make_user("follower"), almaty)

    page = client.post("/send/check/", typed(almaty))
    values = values_of(page)
    client.post("/send/check/", values | {"send": "1"})
    leave_now(Alert.objects.get())
    deliver_once()

    assert values["counted"] == "2" == str(Delivery.objects.count())


@pytest.mark.parametrize("path", ["/send/", "/exercise/"])
def test_who_may_not_send_meets_a_404_and_who_is_signed_out_signs_in(client, almaty, path):
    assert "/login/" in client.get(path)["Location"]
    editor, reader = make_staff("editor"), make_user("reader")
    make_assignment(editor, Role.EDITOR, post=almaty)
    make_assignment(reader, Role.SENDER, post=almaty)  # not on the staff
    for person in (editor, reader):
        sign_in_lately(client, person)
        for page in ("", "words/", "check/"):
            assert client.get(f"{path}{page}").status_code == 404


def test_alert_outside_reach_is_not_found(client, sender, astana):
    alert = make_alert(astana)

    for page in ("", "stop/", "mistake/"):
        opened = client.get(f"/send/{alert.pk}/{page}").status_code
        assert opened == (405 if page == "stop/" else 404)
        assert client.post(f"/send/{alert.pk}/{page}").status_code == 404
    assert client.get(f"/send/{10**30}/").status_code == 404


def test_place_outside_reach_is_not_taken(client, sender, astana):
    query = {"template": "blank", "place": f"post:{astana.pk}"}

    assert "Choose a place from the list." in client.get("/send/words/", query).content.decode()
    answer = client.post("/send/check/", typed(astana) | {"send": "1", "counted": "0"})
    assert answer["Location"] == "/send/"
    assert not Alert.objects.exists()


@pytest.mark.parametrize(("ago", "asked"), [(60, False), (11 * 60, True)])
def test_who_signed_in_long_ago_confirms_before_they_begin(client, sender, ago, asked):
    sender.set_password("a long password 1")
    sender.save()
    sign_in_lately(client, sender, ago=ago)

    answer = client.get("/send/")

    assert (answer.status_code == 302) is asked
    assert not asked or "/reauthenticate/" in answer["Location"]


def test_confirming_before_send_loses_nothing(client, sender, almaty):
    sender.set_password("a long password 1")
    sender.save()
    sign_in_lately(client, sender, ago=20 * 60)
    values = values_of(client.post("/send/check/", typed(almaty))) | {"send": "1"}
    sign_in_lately(client, sender, ago=40 * 60)

    asked = client.post("/send/check/", values)
    answer = client.post(asked["Location"], {"password": "a long password 1"})

    assert answer["Location"] == f"/send/{Alert.objects.get().pk}/"


def test_second_factor_is_asked_for(client, sender, settings):
    settings.STAFF_TWO_FACTOR = True

    assert client.get("/send/")["Location"] == "/account/second-factor/"


@pytest.mark.parametrize(
    "changes",
    [
        {"what": "x" * 5000},
        {"where": "a\r\nBcc: somebody"},
        {"template": "9" * 30},
        {"place": "post:" + "9" * 30},
        {"form_id": "no"},
        {"until": "\ud800".encode("utf-8", "surrogatepass")},
        {"what": "\n\n.", "do": "{place} {x} {{"},
        {"counted": "9" * 40, "send": "1"},
        {"counted": "x", "send": "1"},
    ],
)
def test_p13_hostile_fields_are_answered_in_words(client, sender, almaty, changes):
    answer = client.post("/send/check/", typed(almaty) | changes)

    assert answer.status_code in (200, 302, 400)
    assert Letter.objects.count() == 0


def test_too_few_senders_are_warned_of_on_both_desks(client, sender, almaty):
    words = "Too few senders for Almaty."
    assert words in client.get("/account/").content.decode()
    assert words in client.get("/admin/").content.decode()

    for number in range(2):
        other = make_staff(f"sender {number}")
        make_assignment(other, Role.SENDER, country=almaty.country)
    User.objects.update(last_login=timezone.now() - timedelta(days=29))
    assert words not in client.get("/account/").content.decode()

    User.objects.filter(pk=other.pk).update(last_login=timezone.now() - timedelta(days=31))
    assert words in client.get("/account/").content.decode()


@pytest.fixture
def form(almaty, sender):
    """Screen two, filled."""
    form = WordsForm(typed(almaty), reach=reach_of(sender, Role.SENDER))
    assert form.is_valid(), form.errors
    return {"form_id": form.cleaned_data["form_id"], **form.draft(exercise=False).words}


def test_worker_that_read_it_just_before_stop_tells_nobody(sender, almaty, form):
    alert = actions.send_at_once(almaty, by=sender, counted=0, **form)
    seen = leave_now(alert)  # by a worker whose clock is ahead
    Alert.objects.filter(pk=alert.pk).update(published_at=timezone.now() + timedelta(seconds=5))

    actions.stop_alert(alert, by=sender)

    assert tell(BY_NAME[NoticeKind.ALERT], seen) == 0
    assert not Notice.objects.exists()


def test_two_senders_of_the_same_words_in_one_moment_are_both_sent(
    sender, almaty, form, monkeypatch
):
    first = actions.send_at_once(almaty, by=sender, counted=0, **form)
    taken = iter([first.slug, first.slug])  # as seen before the other one was there
    monkeypatch.setattr(desk, "free_slug", lambda alert: next(taken, f"{first.slug}-2"))

    second = actions.send_at_once(almaty, by=sender, counted=0, **form | {"form_id": uuid4()})

    assert (second.slug, second.version) == (f"{first.slug}-2", first.version)


def test_p9_half_a_send_stop_or_retraction_leaves_nothing(sender, almaty, form):
    other = make_staff("other")
    make_assignment(other, Role.SENDER, post=almaty)

    def state():
        facts = Alert.objects.values_list("published_at", "retracted_at", "ended_at")
        return [list(facts), Letter.objects.count(), AuditEvent.objects.count()]

    def send():
        actions.send_at_once(almaty, by=sender, counted=0, **form)

    assert fail_at_every_write(send, state) >= 5
    alert = Alert.objects.get()
    assert fail_at_every_write(lambda: actions.stop_alert(alert, by=sender), state) >= 3
    sent = make_alert(almaty)
    words = {"title": "no shots", "text": "There were no shots."}
    retract = lambda: actions.retract_alert(sent, by=sender, **words)  # noqa: E731
    assert fail_at_every_write(retract, state) >= 3


@pytest.mark.behavior("P7")
@pytest.mark.django_db(transaction=True)
def test_p7_eight_equal_submits_at_once_make_one_alert(transactional_db, sender, almaty, form):
    made = at_once([lambda: actions.send_at_once(almaty, by=sender, counted=0, **form)] * 8)

    assert {alert.pk for alert in made} == {Alert.objects.get().pk}

"""The sender's desk: write, count, type the number, send once, watch, end (A12, A15, P7)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from advisories.models import Role, Tlp
from alerts.actions import end_alert, publish_alert, start_update
from alerts.audience.fanout import fan_out_all
from alerts.models import Alert, AlertPlace, Delivery, Frequency, Grade, State, Suppression
from alerts.notices import collect
from alerts.pausing import pause_sending
from tests.advisories.desk import FormReader
from tests.factories import (
    make_alert,
    make_assignment,
    make_council,
    make_member,
    make_staff,
    make_stop,
    make_subscription,
    make_superuser,
    make_user,
)
from tests.support.faults import fail_at_every_write
from web.errors import RefusedError, StaleError
from web.models import SiteSettings

from .desk import page_of, send
from .told import deliver_once

pytestmark = [pytest.mark.django_db, pytest.mark.page]
ADD = "/admin/alerts/alert/add/"


def form_data(**values):
    return {
        "grade": Grade.WARNING,
        "title": "demonstration",
        "what_to_do": "* Stay away.",
        "what_happened": "A crowd gathers.",
        "where_and_when": "",
        "if_affected": "",
        "starts_on": timezone.localdate().isoformat(),
        "ends_on": "",
        "tlp": "clear",
        "council": "",
        "places-TOTAL_FORMS": "1",
        "places-INITIAL_FORMS": "0",
        "places-MIN_NUM_FORMS": "0",
        "places-MAX_NUM_FORMS": "1000",
        **values,
    }


class AlertFormReader(FormReader):
    def handle_starttag(self, tag, pairs):
        if tag == "form" and dict(pairs).get("id") == "alert_form":
            pairs = [("id", "edition_form")]
        super().handle_starttag(tag, pairs)


def typed(response):
    reader = AlertFormReader()
    reader.feed(response.content.decode())
    return reader.values


@pytest.mark.behavior("A12")
def test_sender_writes_counts_sends_and_watches(client, sender, almaty, mailbox):
    follower = make_user("follower")
    make_subscription(follower, almaty)
    data = typed(client.get(ADD)) | form_data(
        **{"places-0-place": f"post:{almaty.pk}", "_audience": "1"}
    )

    answer = client.post(ADD, data)
    alert = Alert.objects.get()
    assert answer["Location"] == page_of(alert, "audience")
    page = client.get(answer["Location"]).content.decode()
    assert "Type 1 to confirm that you are sending to 1 person" in page
    assert "Warning: Almaty, demonstration" in page
    assert "* Stay away." in page
    assert "Follow Almaty" in page

    answer = send(client, alert, 1)
    assert answer["Location"] == page_of(alert, "progress")
    assert "Waiting for the worker" in client.get(answer["Location"]).content.decode()
    deliver_once()

    page = client.get(answer["Location"]).content.decode()
    assert "of 1 handed to the mail server" in page
    assert mailbox.count(to=follower) == 1
    alert.refresh_from_db()
    assert alert.slug == "almaty-demonstration"
    assert alert.published_by == sender
    assert client.get(alert.get_absolute_url()).status_code == 200
    assert AuditEvent.objects.filter(deed="publish_alert", actor_id=sender.pk).count() == 1


def test_same_form_twice_makes_one_alert(client, sender, almaty):
    data = typed(client.get(ADD)) | form_data(**{"places-0-place": f"post:{almaty.pk}"})

    first, second = client.post(ADD, data), client.post(ADD, data)

    assert Alert.objects.count() == AlertPlace.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_same_place_twice_is_explained(client, sender, almaty):
    place = f"post:{almaty.pk}"
    data = form_data(
        **{"places-TOTAL_FORMS": "2", "places-0-place": place, "places-1-place": place}
    )

    page = client.post(ADD, typed(client.get(ADD)) | data).content.decode()

    assert "A place is chosen twice." in page
    assert not Alert.objects.exists()


def test_place_can_be_changed_and_removed(client, draft, almaty, astana):
    page = typed(client.get(page_of(draft, "change")))
    client.post(page_of(draft, "change"), page | {"places-0-place": f"post:{almaty.pk}"})
    assert draft.places.get().post == almaty

    page = typed(client.get(page_of(draft, "change")))
    more = {"places-0-DELETE": "on", "places-1-place": f"post:{astana.pk}"}
    client.post(page_of(draft, "change"), page | more)

    assert draft.places.get().post == astana


def test_stale_save_is_refused_and_keeps_what_was_typed(client, draft):
    page = typed(client.get(page_of(draft, "change")))
    client.post(page_of(draft, "change"), page | {"title": "theirs"})

    answer = client.post(page_of(draft, "change"), page | {"title": "mine"})

    assert answer.status_code == 200
    assert "Somebody else saved this alert meanwhile" in answer.content.decode()
    assert 'value="mine"' in answer.content.decode()
    draft.refresh_from_db()
    assert draft.title == "theirs"


def test_alert_sent_meanwhile_is_not_changed_and_what_was_typed_is_shown(client, sender, draft):
    page = typed(client.get(page_of(draft, "change")))
    publish_alert(draft, by=sender)

    answer = client.post(page_of(draft, "change"), page | {"title": "typed words"})

    assert answer.status_code == 409
    assert "typed words" in answer.content.decode()


@pytest.mark.parametrize("number", ["2", "", "x", "1" * 300])
def test_wrong_number_sends_nothing(client, draft, kazakhstan, number):
    make_subscription(make_user("follower"), kazakhstan)

    answer = send(client, draft, 1, typed=number)

    assert "Error:" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.published_at is None


def test_number_may_be_typed_with_a_comma():
    from alerts.admin.forms import ConfirmForm

    assert ConfirmForm({"typed": "1,284", "counted": "1284", "seen": "1"}).is_valid()


@pytest.mark.behavior("A12")
def test_a12_audience_that_grew_much_is_refused_and_shown(client, sender, draft, kazakhstan):
    for number in range(22):
        make_subscription(make_user(f"follower-{number}"), kazakhstan)

    answer = send(client, draft, 1)
    assert "grew from 1 to 22 people" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.published_at is None

    assert send(client, draft, 2).status_code == 302  # 20 more are within what may join meanwhile


@pytest.mark.behavior("A12", "A13")
def test_update_is_not_refused_because_the_first_reached_more_people(client, draft, kazakhstan):
    for number in range(22):
        make_subscription(make_user(f"follower {number}"), kazakhstan)
    publish_alert(draft, by=draft.started_by)
    collect()
    fan_out_all()
    update = start_update(draft, by=draft.started_by)
    Delivery.objects.update(state=State.SENT, settled_at=timezone.now())

    send(client, update, 0)

    update.refresh_from_db()
    assert update.published_at


def test_alert_that_changed_since_it_was_counted_is_refused(client, draft):
    draft.title = "something else"
    draft.save()

    answer = send(client, draft, 0, seen=1)

    assert "Somebody changed this alert meanwhile" in answer.content.decode()


def test_second_send_of_the_same_alert_leads_to_its_progress(client, draft, mailbox):
    first, second = send(client, draft, 0), send(client, draft, 0)

    assert first["Location"] == second["Location"] == page_of(draft, "progress")
    assert AuditEvent.objects.filter(deed="publish_alert").count() == 1


@pytest.mark.behavior("A12")
def test_audience_page_names_who_will_not_get_it(client, draft, kazakhstan):
    make_subscription(make_user("daily"), kazakhstan, frequency=Frequency.DAILY)
    make_subscription(make_user("grave"), kazakhstan, lowest_grade=Grade.EMERGENCY)
    both = make_user("both")
    make_subscription(both, kazakhstan)
    make_stop(both, kazakhstan)

    page = " ".join(client.get(page_of(draft, "audience")).content.decode().split())

    assert 'Chose a daily or weekly digest</th><td class="n">1' in page
    assert 'Want only what is graver</th><td class="n">1' in page
    assert 'Counted in more than one row</th><td class="n">−1' in page
    assert "<b>1</b> person by email" in page


def test_audience_page_makes_as_many_queries_for_many_as_for_one(
    client, draft, kazakhstan, query_count
):
    make_subscription(make_user("follower"), kazakhstan)
    client.get(page_of(draft, "audience"))
    one = query_count(lambda: client.get(page_of(draft, "audience")))
    for number in range(3):
        make_subscription(make_user(f"follower-{number}"), kazakhstan)

    assert query_count(lambda: client.get(page_of(draft, "audience"))) == one


def test_mail_preview_allows_its_own_styles_and_nothing_else(client, draft):
    answer = client.get(page_of(draft, "mail"))

    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert policy.count("sha256-") == answer.content.count(b"<style>") == 2
    assert b"style=" not in answer.content


def test_places_and_councils_outside_reach_are_not_offered_and_not_taken(
    client, sender, kazakhstan, uzbekistan
):
    council = make_council(country=kazakhstan)
    page = client.get(ADD).content.decode()
    assert "Kazakhstan" in page
    assert "Uzbekistan" not in page
    assert council.name not in page
    assert "id_everywhere" not in page

    data = typed(client.get(ADD)) | form_data(**{"places-0-place": f"country:{uzbekistan.pk}"})
    assert client.post(ADD, data).status_code == 200
    assert not Alert.objects.exists()


@pytest.mark.behavior("I10")
def test_i10_alert_outside_reach_is_not_found(client, sender, kazakhstan, uzbekistan):
    foreign = make_alert(uzbekistan, sent=False)
    mixed = make_alert(kazakhstan, uzbekistan, sent=False)
    pages = [
        "change",
        "delete",
        "history",
        "audience",
        "mail",
        "progress",
        "update",
        "end",
        "pause",
    ]

    for alert in (foreign, mixed):
        for page in pages:
            assert client.get(page_of(alert, page)).status_code == 404, page
            assert client.post(page_of(alert, page)).status_code == 404, page


def test_editor_has_no_business_here(client, kazakhstan):
    editor = make_staff("editor")
    make_assignment(editor, Role.EDITOR, country=kazakhstan)
    client.force_login(editor)

    assert client.get("/admin/alerts/alert/").status_code == 403
    assert client.get(ADD).status_code == 403


def test_ended_alert_says_why_and_stays(client, sender, draft):
    publish_alert(draft, by=sender)

    assert "Say in one sentence" in client.post(page_of(draft, "end"), {}).content.decode()
    client.post(page_of(draft, "end"), {"because": "The streets are open."})

    draft.refresh_from_db()
    assert draft.ended_because == "The streets are open."
    assert "The streets are open." in client.get(page_of(draft, "progress")).content.decode()


def test_update_starts_as_a_draft_for_those_who_got_the_first(client, sender, draft, mailbox):
    publish_alert(draft, by=sender)

    answer = client.post(page_of(draft, "update"))

    update = Alert.objects.exclude(pk=draft.pk).get()
    assert answer["Location"] == page_of(update, "change")
    assert (update.refers_to, update.published_at) == (draft, None)
    assert (
        "exactly those who got the first message" in client.get(answer["Location"]).content.decode()
    )


def test_progress_tells_the_truth(client, sender, draft, kazakhstan, mailbox):
    for name in ("sent", "busy", "wrong"):
        make_subscription(make_user(name), kazakhstan)
    mailbox.refuse("RCPT", "450 4.2.1 busy@example.org later", to="busy@example.org")
    mailbox.refuse("RCPT", "550 5.1.1 unknown", to="wrong@example.org")
    publish_alert(draft, by=sender)
    deliver_once()

    page = " ".join(client.get(page_of(draft, "progress")).content.decode().split())

    assert "<b>1</b> of 3 handed to the mail server" in page
    for name, number in [("Handed over", 1), ("Waiting", 0), ("Will retry", 1), ("Failed", 1)]:
        assert f"<dt>{name}</dt><dd>{number}</dd>" in page
    assert "450 4.2.1 &lt;address&gt; later" in page
    assert "w…@example.org" in page
    assert "wrong@example.org" not in page


@pytest.mark.behavior("B12")
def test_b12_pause_holds_and_resume_goes_on(client, sender, draft, kazakhstan, mailbox):
    make_subscription(make_user("follower"), kazakhstan)
    publish_alert(draft, by=sender)
    assert client.post(page_of(draft, "pause")).status_code == 403  # it would hold all countries
    assert "Pause all sending" not in client.get(page_of(draft, "progress")).content.decode()
    make_assignment(sender, Role.SENDER)
    assert client.get(page_of(draft, "pause")).status_code == 403

    client.post(page_of(draft, "pause"))
    deliver_once()
    assert mailbox.count() == 0
    assert "Sending is paused since" in client.get(page_of(draft, "progress")).content.decode()

    client.post(page_of(draft, "resume"))
    deliver_once()
    deliver_once()
    assert mailbox.count() == 1


@pytest.mark.behavior("B6")
def test_b6_page_shows_the_words_of_the_server_that_refuses_us(client, sender, draft, kazakhstan):
    make_subscription(make_user("follower"), kazakhstan)
    publish_alert(draft, by=sender)
    collect()
    fan_out_all()
    Delivery.objects.update(reply="550 5.7.1 sender not allowed", attempts=1)
    pause_sending()

    page = client.get(page_of(draft, "progress")).content.decode()

    assert "The mail server said: 550 5.7.1 sender not allowed" in page
    assert SiteSettings.load().sending_paused_at


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda alert: alert.places.all().delete(), "at least one place"),
        (lambda alert: Alert.objects.filter(pk=alert.pk).update(everywhere=True), "not both"),
        (
            lambda alert: Alert.objects.filter(pk=alert.pk).update(
                starts_on=timezone.localdate() - timedelta(days=9),
                ends_on=timezone.localdate() - timedelta(days=3),
            ),
            "is over",
        ),
    ],
)
def test_unready_alert_is_refused(sender, draft, change, words):
    change(draft)

    with pytest.raises(RefusedError, match=words):
        publish_alert(draft, by=sender)

    draft.refresh_from_db()
    assert draft.published_at is None
    assert not AuditEvent.objects.filter(deed="publish_alert").exists()


def test_sender_without_reach_cannot_send(draft, kazakhstan, almaty):
    of_post = make_user("of-post")
    make_assignment(of_post, Role.SENDER, post=almaty)
    for person in (make_user("stranger"), of_post):
        with pytest.raises(RefusedError, match="outside your reach"):
            publish_alert(draft, by=person)


def test_amber_alert_needs_the_council_itself(sender, kazakhstan):
    council = make_council(country=kazakhstan)
    make_member(council, make_user("member"))
    alert = make_alert(kazakhstan, sent=False, tlp=Tlp.AMBER, council=council)

    with pytest.raises(RefusedError, match="outside your reach"):
        publish_alert(alert, by=sender)
    make_assignment(sender, Role.SENDER, council=council)
    assert publish_alert(alert, by=sender).published_at


def test_seen_version_is_checked(sender, draft):
    with pytest.raises(StaleError):
        publish_alert(draft, by=sender, seen=draft.version + 1)


def test_two_alerts_of_one_title_get_two_addresses(sender, kazakhstan):
    first = publish_alert(make_alert(kazakhstan, sent=False), by=sender)
    second = publish_alert(make_alert(kazakhstan, sent=False), by=sender)
    cyrillic = publish_alert(make_alert(kazakhstan, sent=False, title="пожар"), by=sender)

    assert first.slug == "kazakhstan-drugging-and-robbery-in-bars"
    assert second.slug == f"{first.slug}-2"
    assert cyrillic.slug == "kazakhstan"


def test_suppressed_address_is_seen_and_lifted_by_its_membership_officer(client, kazakhstan):
    council = make_council(country=kazakhstan)
    member, other = make_member(council).user, make_user("other")
    for number, person in enumerate((member, other)):
        Suppression.objects.create(user=person, address_hash=str(number) * 64, reason="550 5.1.1")
    officer = make_staff("officer")
    make_assignment(officer, Role.MEMBERSHIP_OFFICER, council=council)
    client.force_login(officer)

    page = client.get("/admin/alerts/suppression/").content.decode()
    assert "550 5.1.1" in page
    mine, foreign = Suppression.objects.order_by("pk")
    data = {"action": "lift", "_selected_action": [mine.pk]}
    client.post("/admin/alerts/suppression/", data)
    foreign_try = client.post(
        "/admin/alerts/suppression/", {"action": "lift", "_selected_action": [foreign.pk]}
    )

    mine.refresh_from_db()
    foreign.refresh_from_db()
    assert mine.lifted_at
    assert (foreign_try.status_code, foreign.lifted_at) == (404, None)


def test_superuser_sends_for_everywhere(client, kazakhstan, mailbox):
    operator = make_superuser()
    client.force_login(operator)
    make_subscription(make_user("follower"), kazakhstan)
    client.post(ADD, typed(client.get(ADD)) | form_data(everywhere="on"))
    alert = Alert.objects.get()

    assert send(client, alert, 1).status_code == 302
    deliver_once()

    assert mailbox.count() == 1


def test_p9_half_done_publish_update_and_end_leave_nothing(sender, draft):
    def state():
        alerts = Alert.objects.order_by("pk").values_list("pk", "published_at", "ended_at", "slug")
        return list(alerts), AlertPlace.objects.count(), AuditEvent.objects.count()

    assert fail_at_every_write(lambda: publish_alert(draft, by=sender), state) >= 3
    assert fail_at_every_write(lambda: start_update(draft, by=sender), state) >= 2
    assert fail_at_every_write(lambda: end_alert(draft, by=sender, because="Over."), state) >= 2

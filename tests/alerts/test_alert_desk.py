"""Before sending: a template, what is missing, a test to oneself, words to copy, a correction."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from advisories.models import Country, Role, Tlp
from alerts.actions import publish_alert, start_alert, start_update
from alerts.feedback.suppressing import suppress
from alerts.models import Alert, AlertTemplate, Delivery, Grade, Letter
from alerts.wording import short
from alerts.wording.readiness import checklist
from council.actions import suspend_membership
from tests.factories import (
    make_alert,
    make_assignment,
    make_council,
    make_member,
    make_mute,
    make_staff,
    make_subscription,
    make_superuser,
    make_user,
)
from web.models import SiteSettings

from .desk import page_of, words_of
from .told import deliver_once

pytestmark = pytest.mark.django_db
START = "/admin/alerts/alert/start/"
DAY = timedelta(days=1)


@pytest.fixture
def template(db):
    return AlertTemplate.objects.create(
        name="Test of a flood",
        kind="weather",
        grade=Grade.WARNING,
        title="flood",
        what_to_do="* Go to high ground in {place}.",
        what_happened="Rivers in {place} rise until {until}.",
        correction_title="no flood",
        correction_text="Our message about a flood in {place} was wrong.",
    )


def test_draft_starts_from_a_template_with_the_place_in_it(client, sender, template, almaty):
    assert template.name in client.get(START).content.decode()
    data = {"template": template.pk, "place": f"post:{almaty.pk}", "form_key": uuid.uuid4()}

    first, second = client.post(START, data), client.post(START, data)

    draft = Alert.objects.get()
    assert first["Location"] == second["Location"] == page_of(draft, "change")
    assert draft.places.get().post == almaty
    assert draft.what_to_do == "* Go to high ground in Almaty."
    assert draft.published_at is None
    assert AuditEvent.objects.filter(deed="add_alert", object_id=draft.pk).count() == 1


def test_template_is_not_started_outside_reach_or_by_another(
    client, sender, colleague, template, kazakhstan, uzbekistan
):
    key = uuid.uuid4()
    data = {"template": template.pk, "place": f"country:{uzbekistan.pk}", "form_key": key}
    assert "No draft was begun" in client.post(START, data).content.decode()
    for wrong in ({"template": "9" * 30}, {"form_key": "x"}, {"place": "post:x"}):
        assert client.post(START, data | wrong).status_code == 200
    assert not Alert.objects.exists()

    data["place"] = f"country:{kazakhstan.pk}"
    client.post(START, data)
    client.force_login(colleague)
    assert "used by somebody else" in client.post(START, data).content.decode()
    assert Alert.objects.count() == 1

    editor = make_staff("editor")
    make_assignment(editor, Role.EDITOR, country=kazakhstan)
    client.force_login(editor)
    assert client.get(START).status_code == 403


@pytest.mark.behavior("A13")
def test_correction_carries_the_words_of_its_template_to_those_who_got_the_first(
    client, sender, draft, template, kazakhstan, mailbox
):
    first, late = make_user("first"), make_user("late")
    subscription = make_subscription(first, kazakhstan)
    draft.template = template
    draft.save()
    publish_alert(draft, by=sender)
    deliver_once()
    subscription.ended_at = timezone.now()  # does not stop a correction
    subscription.save()
    make_subscription(late, kazakhstan)

    answer = client.post(page_of(draft, "update"), {"correction": "1"})
    correction = Alert.objects.exclude(pk=draft.pk).get()
    assert answer["Location"] == page_of(correction, "change")
    assert "Our message about a flood in Kazakhstan was wrong." in correction.what_to_do
    assert "Exactly those who got the first message" in words_of(
        client.get(page_of(correction, "audience"))
    )
    publish_alert(correction, by=sender)
    deliver_once()

    assert mailbox.count(to=first) == 2
    assert mailbox.count(to=late) == 0
    assert mailbox.last(first).subject == "Warning, update: Kazakhstan, no flood"


@pytest.mark.once
def test_missing_parts_are_named_and_nothing_is_refused(client, sender, kazakhstan):
    alert = make_alert(kazakhstan, sent=False, what_to_do="", what_happened="", title="something")
    words = [
        "Who is speaking?", "What happened?", "Where?", "What should people do?", "Until when?",
    ]  # fmt: skip
    for page in ("change", "audience", "review"):
        text = words_of(client.get(page_of(alert, page)))
        for missing in words:
            assert missing in text, (page, missing)
    assert publish_alert(alert, by=sender).published_at


@pytest.mark.once
def test_alert_that_says_all_has_nothing_missing(kazakhstan, almaty):
    site = SiteSettings.load()
    site.name = "Steppe Council"
    site.save()
    alert = make_alert(almaty, sent=False, ends_on=timezone.localdate())
    assert all(check.done for check in checklist(alert))

    alert.what_happened += " In ___ street."
    assert [str(check.words) for check in checklist(alert) if not check.done] == [
        "Something is still to be filled in: ___"
    ]


@pytest.mark.behavior("C1")
def test_test_goes_to_oneself_and_changes_nothing(client, sender, draft, kazakhstan, mailbox):
    make_subscription(make_user("follower"), kazakhstan)
    before = Alert.objects.values().get()

    client.post(page_of(draft, "test"))
    deliver_once()

    mail = mailbox.last(sender)
    assert mailbox.count() == 1
    assert mail.subject.startswith("TEST: Warning: Kazakhstan, drugging")
    assert "Keep your drink in sight." in mail.text
    assert "Keep your drink in sight." in mail.html
    assert "TEST, FOR YOU ALONE" in mail.text
    assert Alert.objects.values().get() == before
    assert not Delivery.objects.exists()
    assert Letter.objects.get().text == ""  # wiped when settled
    assert AuditEvent.objects.filter(deed="send_test", actor_id=sender.pk).count() == 1
    assert client.get(page_of(draft, "test")).status_code == 302
    assert Letter.objects.count() == 1


@pytest.mark.behavior("A12")
def test_suspended_members_are_counted_among_those_who_are_not_told(
    client, draft, kazakhstan, sender
):
    member = make_member(make_council(country=kazakhstan), make_user("member"))
    suspend_membership(member.membership, by=sender)

    page = words_of(client.get(page_of(draft, "audience")))
    assert 'Membership suspended or ended</th><td class="n">1' in page

    make_subscription(member.user, kazakhstan)  # told after all, for another reason
    assert "Membership suspended" not in words_of(client.get(page_of(draft, "audience")))


@pytest.mark.once
def test_words_to_copy_fit_and_lead_to_the_alert(client, draft, settings):
    settings.SITE_URL = "https://council.example.org"
    page = client.get(page_of(draft, "audience")).content.decode()
    message, post = short.texts_of(draft)

    assert message.text in page
    assert short.parts(message.text) == 1
    assert len(post.text) <= 280
    for found in (message, post):
        assert found.text.startswith("Warning: Kazakhstan, drugging and robbery in bars.")
        assert f"https://council.example.org/alerts/{timezone.localdate().year}/" in found.text
    assert "Keep your drink in sight." in post.text


@pytest.mark.once
def test_long_words_give_way_and_the_link_stays(kazakhstan, settings):
    settings.SITE_URL = "https://council.example.org"
    alert = make_alert(
        kazakhstan, title="very long words “quoted” " * 4, what_to_do="* " + "go – home " * 60
    )

    message, post = short.texts_of(alert)

    assert short.units(message.text) == (message.length, True)
    assert message.length <= 160
    assert len(post.text) <= 280
    assert message.text.endswith(alert.get_absolute_url())
    assert post.text.endswith(alert.get_absolute_url())


@pytest.mark.once
def test_other_letters_cost_more_and_the_page_says_so(kazakhstan, settings):
    alert = make_alert(kazakhstan, title="пожар", what_to_do="* Уходите.")
    message = short.texts_of(alert)[0]

    assert message.limit == 70
    assert message.note == "2 text messages: its letters leave room for 70 signs in each"


@pytest.mark.once
@pytest.mark.behavior("A9", "P14")
def test_public_update_names_its_restricted_alert_nowhere(client, sender, kazakhstan, mailbox):
    council = make_council(country=kazakhstan)
    member = make_member(council).user
    words = {"tlp": Tlp.AMBER, "council": council, "title": "secret raid"}
    alert = make_alert(kazakhstan, slug="kazakhstan-secret-raid", **words)
    deliver_once()
    update = start_update(alert, by=make_superuser())
    update.tlp, update.council, update.title = Tlp.CLEAR, None, "roads are closed"
    update.save()

    assert "secret" not in str(short.texts_of(update))
    assert "secret" not in client.get(page_of(update, "change")).content.decode()
    publish_alert(update, by=sender)
    deliver_once()

    mail = mailbox.last(to=member)
    assert "roads are closed" in mail.subject
    assert "secret" not in mail.text + mail.html


def test_restricted_alert_has_no_words_to_copy(kazakhstan):
    assert short.texts_of(make_alert(kazakhstan, tlp=Tlp.GREEN, sent=False)) == []


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "length", "is_gsm", "parts"),
    [
        ("a" * 160, 160, True, 1),
        ("a" * 161, 161, True, 2),
        ("€" * 80, 160, True, 1),
        ("€" * 81, 162, True, 2),
        ("a" * 307, 307, True, 3),
        ("я" * 70, 70, False, 1),
        ("я" * 71, 71, False, 2),
        ("🔥" * 35, 70, False, 1),
        ("’", 1, False, 1),
    ],
)
def test_signs_are_counted_as_a_phone_counts_them(text, length, is_gsm, parts):
    assert short.units(text) == (length, is_gsm)
    assert short.parts(text) == parts


@pytest.mark.behavior("A13")
@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Asia/Almaty"])
def test_update_and_template_begin_today_by_the_calendar_there(
    client, sender, template, kazakhstan, time_machine, zone
):
    Country.objects.update(time_zone=zone)
    time_machine.move_to(datetime(2027, 3, 2, 5, 30, tzinfo=UTC), tick=False)
    kazakhstan.refresh_from_db()
    today = timezone.localdate(timezone=ZoneInfo(zone))
    over = make_alert(kazakhstan, starts_on=today - DAY, ends_on=today - DAY)
    holds = make_alert(kazakhstan, starts_on=today, ends_on=today)

    later, now = (start_update(alert, by=sender) for alert in (over, holds))
    begun = start_alert(template, kazakhstan, by=sender, form_id=uuid.uuid4())

    for alert in (later, now, begun):
        assert alert.starts_on == today
    assert [later.ends_on, now.ends_on] == [today, today]


def test_update_of_an_update_goes_to_those_who_got_the_first(draft, sender, kazakhstan, mailbox):
    make_subscription(make_user("follower"), kazakhstan)
    publish_alert(draft, by=sender)
    deliver_once()
    update = publish_alert(start_update(draft, by=sender), by=sender)
    deliver_once()
    again = start_update(update, by=sender)

    assert again.refers_to == draft
    publish_alert(again, by=sender)
    deliver_once()
    assert mailbox.count() == 3


@pytest.mark.behavior("A13", "A9")
def test_correction_passes_mutes_and_stops_at_refused_addresses_and_lost_rights(
    draft, sender, kazakhstan, mailbox
):
    council = make_council(country=kazakhstan)
    muted, paused, refused, gone = (
        make_member(council, make_user(name)) for name in ("muted", "paused", "refused", "gone")
    )
    Alert.objects.filter(pk=draft.pk).update(tlp=Tlp.GREEN)
    draft.refresh_from_db()
    publish_alert(draft, by=sender)
    deliver_once()
    assert mailbox.count() == 4
    make_mute(muted.user, muted.membership)
    paused.user.paused_until = timezone.localdate() + timedelta(days=9)
    paused.user.save()
    suppress(refused.user, "550 5.1.1")
    gone.left_at = timezone.now()
    gone.save()

    publish_alert(start_update(draft, by=sender, correction=True), by=sender)
    deliver_once()

    people = [muted, paused, refused, gone]
    assert [mailbox.count(to=member.user) for member in people] == [2, 2, 1, 1]

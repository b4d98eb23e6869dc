"""What an email holds (behaviors C1 to C7 and B16)."""

import re
import time
import uuid
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from advisories.dialing import from_abroad
from advisories.models import ContactRole, Indicator, Tlp
from alerts.engine.returnpath import is_signed, named_by
from alerts.models import Delivery, Grade
from alerts.wording.mails import Block, Mail
from alerts.wording.setting import set_mail
from council.models import ApplicationState
from tests.factories import (
    make_alert,
    make_application,
    make_contact,
    make_council,
    make_edition,
    make_level,
    make_meeting,
    make_member,
    make_minutes,
    make_report,
    make_stop,
    make_subscription,
    make_user,
)

from .told import deliver_once

pytestmark = pytest.mark.django_db
URL = "https://council.example/alerts/2026/flood/"


@pytest.fixture
def follower(kazakhstan):
    person = make_user("follower")
    make_subscription(person, kazakhstan)
    return person


def sent_to(person, mailbox):
    deliver_once()
    return mailbox.last(person)


def links(mail):
    return re.findall(r"https?://[^\s\"<>]+", mail.text) + re.findall(
        r'href="(http[^"]+)"', mail.html
    )


@pytest.mark.behavior("C1")
def test_c1_text_comes_first_and_says_all_that_the_html_says(follower, kazakhstan, mailbox):
    make_level(kazakhstan, level=2)
    make_contact(kazakhstan)
    make_alert(
        kazakhstan,
        title="drugging in bars",
        where_and_when="Late at night.",
        if_affected="Ask for a statement.",
        ends_on=timezone.localdate() + timedelta(days=9),
    )

    mail = sent_to(follower, mailbox)

    parts = [part.get_content_type() for part in mail.message.iter_parts()]
    assert parts == ["text/plain", "text/html"]
    words = [
        "Kazakhstan: drugging in bars", "Issued", "In force until",
        "Kazakhstan is at level 2: increased caution", "Keep your drink in sight.",
        "Foreigners were drugged", "Late at night.", "Ask for a statement.", "102",
        "You get this because you follow Kazakhstan.", "Not a government website",
    ]  # fmt: skip
    for word in words:
        assert word in mail.text
        assert word in mail.html
    assert max(map(len, mail.text.splitlines())) <= 72
    assert len(mail.html.encode()) < 20_000


@pytest.mark.behavior("C1")
def test_c1_html_stays_small_and_text_stays_complete(follower, kazakhstan, mailbox):
    long = "Очень важно знать. " * 300
    make_alert(kazakhstan, what_happened=long[:5900], where_and_when=long[:2900])

    mail = sent_to(follower, mailbox)

    assert len(mail.html.encode()) < 20_000
    assert "Keep your drink in sight." in mail.html
    assert mail.text.count("Очень") == long[:5900].count("Очень") + long[:2900].count("Очень")


@pytest.mark.behavior("C1")
def test_c1_mail_of_many_things_is_small_too_and_soon_made(db):
    blocks = [
        Block(f"Warning: place {n}", "* Keep away.\n" * 30, "", "Read", URL) for n in range(90)
    ]
    mail = Mail("Warning", "Keep away.", "Digest", "What is new", blocks=blocks, link=URL)
    began = time.process_time()

    text, html = set_mail(mail, uuid.uuid4())

    assert time.process_time() - began < 3
    assert 15_000 < len(html.encode()) <= 20_000
    shown = html.count("Warning: place")
    assert f"And {90 - shown} more, which the text version of this mail holds." in html
    assert text.upper().count("WARNING: PLACE") == 90


@pytest.mark.behavior("C2", "P3")
def test_c2_headers(follower, kazakhstan, mailbox, settings):
    settings.MAIL_REPLY_TO = "desk@example.org"
    settings.MAIL_DOMAIN = "council.example"
    make_alert(kazakhstan)

    mail = sent_to(follower, mailbox)
    delivery = Delivery.objects.get()

    assert mail["From"] == settings.DEFAULT_FROM_EMAIL
    assert mail["Reply-To"] == "desk@example.org"
    assert mail["Message-ID"].endswith("@council.example>")
    assert mail["List-Id"] == "<alerts.council.example>"
    assert re.fullmatch(r"<http\S+/u/[\w-]{30}/>", mail["List-Unsubscribe"])
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert named_by(mail.sender) == ("delivery", delivery.pk)
    assert named_by(f"bounce+delivery-{'9' * 5000}-x@council.example") is None
    assert mail.sender.endswith("@council.example")
    assert mail.recipients == ["follower@example.org"]


@pytest.mark.behavior("D1")
def test_forged_return_path_names_nothing(follower, kazakhstan, mailbox):
    make_alert(kazakhstan)
    sender = sent_to(follower, mailbox).sender

    delivery = Delivery.objects.get()
    local, domain = sender.split("@")
    assert is_signed(sender.upper(), delivery)
    assert not is_signed(f"{local[:-1]}x@{domain}", delivery)
    for forged in ("bounce+delivery-1@x.example", "", "bounce+--@x", "bounce+delivery-x-\udc80@x"):
        assert not is_signed(forged, delivery)
    delivery.user.email = "new.address@example.org"
    assert not is_signed(sender, delivery)


@pytest.mark.behavior("C3")
def test_c3_numbers_are_international_short_ones_as_dialed_and_all_are_links(
    follower, kazakhstan, almaty, mailbox
):
    make_contact(kazakhstan)
    make_contact(
        kazakhstan,
        post=almaty,
        role=ContactRole.DUTY_OFFICER,
        number="8-727-250-4892",
        e164="+77272504892",
    )
    by_day = {"role": ContactRole.SECURITY_OFFICER, "number": "8-727-250-4892"}
    make_contact(kazakhstan, post=almaty, e164="+77272504892", **by_day)
    make_alert(almaty, if_affected="Call 102, or the officer on 8-727-250-4892.")

    mail = sent_to(follower, mailbox)

    assert mail.text.count(f"({from_abroad('+77272504892')})") == 1
    assert "Police: 102" in mail.text
    assert f"duty officer: {from_abroad('+77272504892')}" in mail.text
    assert f"8-727-250-4892 ({from_abroad('+77272504892')})" in mail.text
    assert 'href="tel:102"' in mail.html
    assert mail.html.count('href="tel:+77272504892"') == 2


@pytest.mark.behavior("C3")
def test_c3_says_why_how_to_change_and_how_to_stop(kazakhstan, almaty, mailbox):
    council = make_council(country=kazakhstan)
    member = make_member(council, make_user("member")).user
    traveler = make_user("traveler")
    make_stop(traveler, almaty)
    make_alert(almaty)
    deliver_once()

    text = " ".join(mailbox.last(member).text.split())
    assert "because you belong to Almaty country council with Steppe Energy" in text
    assert "Stop emails for members of Almaty country council: http" in text
    text = " ".join(mailbox.last(traveler).text.split())
    assert "because your trip “Almaty, " in text
    assert "Stop emails about this trip: http" in text
    assert "Change what you get: http" in text


@pytest.mark.behavior("C4", "C5")
def test_c4_c5_reading_links_are_plain_and_no_link_holds_an_address(kazakhstan, mailbox):
    one, two = make_user("one"), make_user("two")
    for person in (one, two):
        make_subscription(person, kazakhstan)
    alert = make_alert(kazakhstan)
    deliver_once()

    first, second = (set(links(mailbox.last(person))) for person in (one, two))
    shared = {urlsplit(link).path for link in first & second}
    assert shared == {alert.get_absolute_url()}
    for link in first | second:
        assert "@" not in link
        assert "example.org" not in link
        assert urlsplit(link).query == ""


@pytest.mark.behavior("C6")
@pytest.mark.parametrize("grade", Grade)
def test_c6_subject_names_grade_place_and_what(follower, kazakhstan, mailbox, grade):
    make_alert(kazakhstan, grade=grade, title="drugging and robbery " + "very " * 15 + "often")

    mail = sent_to(follower, mailbox)

    assert mail.subject.startswith(f"{grade.label}: Kazakhstan, drugging and robbery")
    assert len(mail.subject) <= 70
    preview = preview_in(mail)
    assert preview.startswith("Keep your drink in sight.")
    assert "Keep your drink" in f"{mail.subject} {preview}"[:90]


def preview_in(mail):
    """What an inbox shows after the subject."""
    return re.search(r'class="preview"[^>]*>([^<]*)<', mail.html)[1]


@pytest.mark.behavior("C6")
@pytest.mark.parametrize(
    ("title", "action"),
    [
        ("fire", "Leave the market by the north gate, now."),
        ("drugging and robbery in bars and nightclubs of the old town", "Stay in tonight."),
        ("long " * 23, "Go home."),
    ],
)
def test_c6_action_stands_within_the_first_90_characters(kazakhstan, mailbox, title, action):
    """As much of it as there is room for beside place and what; a short one whole."""
    council = make_council(country=kazakhstan)
    member = make_member(council, make_user("member")).user
    make_alert(kazakhstan, tlp=Tlp.GREEN, title=title, what_to_do=f"* {action}\n* Tell others.")

    mail = sent_to(member, mailbox)

    seen = f"{mail.subject} {preview_in(mail)}"[:90]
    assert len(mail.subject) <= 70
    assert "TLP:GREEN" in seen
    assert action in seen


@pytest.mark.behavior("C6")
def test_c6_restricted_mail_carries_its_label(kazakhstan, mailbox):
    council = make_council(country=kazakhstan)
    member = make_member(council, make_user("member")).user
    make_alert(
        kazakhstan, tlp=Tlp.AMBER, council=council, grade=Grade.EMERGENCY, title="long " * 22
    )

    mail = sent_to(member, mailbox)

    assert mail.subject.startswith("Emergency: Kazakhstan, long")
    assert mail.subject.endswith("TLP:AMBER")
    assert len(mail.subject) <= 70
    assert "TLP:AMBER: for members only" in mail.text
    assert "/members/alerts/" in mail.text


@pytest.mark.parametrize(
    "name",
    [
        "Айгүл Сәрсенбаева",
        'Kim, Robert "Bob" O\'Neil = x',
        "Очень длинное имя, " * 5 + "конец",
        'Иванов, Пётр "Петя"',
        "=?utf-8?q?not?= <other@example.org>",
        "Line\r\nBcc: other@example.org",
    ],
)
@pytest.mark.behavior("C7", "B16")
def test_c7_b16_any_name_makes_a_correct_header(kazakhstan, mailbox, name):
    person = make_user(email="reader@example.org")
    person.name = name
    person.save()
    make_subscription(person, kazakhstan)
    make_alert(kazakhstan)

    mail = sent_to(person, mailbox)

    shown, address = parseaddr(message_from_bytes(mail.raw)["To"])
    assert str(make_header(decode_header(shown))) == " ".join(name.split())
    assert address == "reader@example.org"
    assert mail["Bcc"] is None
    assert mail.recipients == ["reader@example.org"]
    raw = mail.raw.partition(b"\r\n\r\n")[0]
    assert all(byte < 128 for byte in raw)
    assert max(map(len, raw.split(b"\r\n"))) < 150


@pytest.mark.behavior("C7")
def test_c7_any_text_survives(follower, kazakhstan, mailbox):
    word = "донаудампфшиффартс" * 8
    title = 'Аварія, "дым" = 50 % <b>'
    make_alert(
        kazakhstan,
        title=title,
        what_to_do=f"* {word}\n* a=b, “c”\n.\n* <script>alert(1)</script>",
    )

    mail = sent_to(follower, mailbox)

    assert mail.subject.endswith(title)
    assert word in mail.text
    assert "a=b, “c”\n.\n" in mail.text.replace("\r\n", "\n")
    assert "&lt;script&gt;" in mail.html
    assert "<script" not in mail.html
    assert all(len(line) <= 998 for line in mail.raw.split(b"\r\n"))


def test_what_somebody_typed_is_never_a_slot(follower, kazakhstan, mailbox):
    make_alert(kazakhstan, what_happened="{{ slots.stop_url }} {why} %(why)s slot-why")

    mail = sent_to(follower, mailbox)

    assert "{{ slots.stop_url }} {why} %(why)s slot-why" in mail.text


def test_edition_mail_carries_the_note_and_the_summary(follower, kazakhstan, mailbox):
    report = make_report(kazakhstan, title="Crime and safety report")
    edition = make_edition(
        report,
        year=2026,
        change_note="Cabs are rated higher.",
        summary="**Crime** is common.\n* Drivers are new.",
    )
    edition.announced_at = edition.published_at
    edition.save()

    mail = sent_to(follower, mailbox)

    assert mail.subject.startswith("New edition: Kazakhstan, Crime and safety report")
    assert "Cabs are rated higher." in mail.text
    assert "Crime is common." in mail.text
    assert edition.get_absolute_url() in mail.text


def announced(edition):
    edition.announced_at = edition.published_at
    edition.save()
    return edition


@pytest.mark.behavior("I4")
def test_edition_mail_says_what_changed_since_the_one_before(follower, kazakhstan, mailbox):
    report = make_report(kazakhstan, title="Crime and safety report")
    crime, roads = {"key": "crime", "rating": "medium"}, {"key": "road", "body": "<p>Bad.</p>"}
    gone = {"key": "landmines"}
    make_edition(report, year=2025, sections=[crime, roads, gone])
    now = [crime | {"rating": "high"}, roads, {"key": "cyber"}]
    announced(make_edition(report, year=2026, change_note="Crime rose.", sections=now))

    mail = sent_to(follower, mailbox)

    for text in (mail.text, mail.html):
        assert "Crime: High, before Medium" in text
        assert "New: Cyber." in text
        assert "Gone: Landmines." in text
        assert "Road" not in text
    assert mail.text.index("Crime rose.") < mail.text.index("Crime: High")


@pytest.mark.behavior("A8", "C3")
def test_each_mail_says_whether_the_place_or_one_section_is_followed(follower, kazakhstan, mailbox):
    other = make_user("other")
    make_subscription(other, kazakhstan, section_key="road")
    sections = [{"key": "road"}, {"key": "crime"}]
    announced(make_edition(make_report(kazakhstan), change_note="New.", sections=sections))

    whole = sent_to(follower, mailbox)

    assert "because you follow Kazakhstan." in whole.text
    one = " ".join(mailbox.last(other).text.split())
    assert "“Road Safety and Road Conditions” in reports on Kazakhstan" in one


@pytest.mark.behavior("A9")
def test_public_edition_is_not_compared_with_a_restricted_one(follower, kazakhstan, mailbox):
    report = make_report(kazakhstan, title="Crime and safety report")
    make_edition(report, year=2024, sections=[{"key": "crime"}])
    council = make_council(country=kazakhstan)
    secret = [{"key": "crime"}, {"key": "other", "heading": "Secret heading"}]
    make_edition(report, year=2025, tlp=Tlp.AMBER, council=council, sections=secret)
    announced(make_edition(report, year=2026, change_note="Road is new.",
                           sections=[{"key": "crime"}, {"key": "road"}]))  # fmt: skip

    mail = sent_to(follower, mailbox)

    assert "New: Road." in mail.text
    assert "Secret heading" not in mail.text + mail.html


def test_level_mail_says_before_now_why_and_because_of_what(follower, kazakhstan, mailbox):
    make_level(kazakhstan, level=2)
    change = make_level(kazakhstan, level=3, reason="Robberies rose.")
    change.indicators.set([Indicator.objects.get_or_create(code="C", name="Crime")[0]])
    change.announced_at = timezone.now()
    change.save()

    mail = sent_to(follower, mailbox)

    assert mail.subject.startswith("Warning: Kazakhstan, raised to level 3")
    for words in ("Before: level 2", "Robberies rose.", "Because of: Crime"):
        assert words in mail.text


def test_meeting_mails_carry_the_calendar_file(kazakhstan, mailbox):
    from council.actions import cancel_meeting, change_meeting

    council = make_council(country=kazakhstan)
    member = make_member(council, make_user("member")).user
    make_subscription(make_user("stranger"), kazakhstan)
    meeting = make_meeting(council, announced_at=timezone.now(), agenda=[("Welcome", "Chair", 10)])
    deliver_once()
    meeting.title = "Autumn meeting"
    change_meeting(meeting, by=member)
    deliver_once()
    cancel_meeting(meeting, by=member)
    deliver_once()
    deliver_once()

    mails = mailbox.to(member)
    assert mailbox.count() == len(mails) == 3
    assert [mail.subject.partition(":")[0] for mail in mails] == [
        "Meeting", "Meeting changed", "Meeting cancelled",
    ]  # fmt: skip
    assert "Welcome" in mails[0].text
    calendars = [
        part.get_content()
        for mail in mails
        for part in mail.message.iter_attachments()
        if part.get_content_type() == "text/calendar"
    ]
    assert ["SEQUENCE:0" in calendars[0], "SEQUENCE:1" in calendars[1]] == [True, True]
    assert "STATUS:CANCELLED" in calendars[2]


def test_meeting_changed_before_anybody_was_told_is_told_once(kazakhstan, mailbox):
    from council.actions import change_meeting

    council = make_council(country=kazakhstan)
    member = make_member(council, make_user("member")).user
    meeting = make_meeting(council, announced_at=timezone.now())
    meeting.title = "Autumn meeting"
    change_meeting(meeting, by=member)

    deliver_once()

    assert mailbox.count() == 1
    assert "Autumn meeting" in mailbox.last(member).text


def test_minutes_are_told_to_members(kazakhstan, mailbox):
    council = make_council(country=kazakhstan)
    member = make_member(council, make_user("member")).user
    make_minutes(make_meeting(council, days=-20))

    mail = sent_to(member, mailbox)

    assert mail.subject.startswith("Minutes: Almaty country council")
    assert "TLP:AMBER" in mail.subject


@pytest.mark.parametrize("state", [ApplicationState.APPROVED, ApplicationState.DECLINED])
def test_applicant_is_told_what_was_decided(kazakhstan, mailbox, state):
    application = make_application(make_council(country=kazakhstan), answer="Welcome, in any case.")
    application.state, application.decided_at = state, timezone.now()
    application.save()

    mail = sent_to(application.applicant, mailbox)

    assert "Welcome, in any case." in mail.text
    assert mail["List-Unsubscribe"] is None
    assert "Change what you get" not in mail.text
    assert mailbox.count() == 1


def test_colleagues_named_in_an_application_are_welcomed_without_typed_text(kazakhstan, mailbox):
    from council.actions import approve_application

    application = make_application(
        make_council(country=kazakhstan),
        organization_name="Typed Words",
        people="colleague@example.org",
    )
    approve_application(application, by=make_user("officer"))

    deliver_once()
    deliver_once()

    letter = mailbox.last("colleague@example.org")
    assert mailbox.count() == 2
    assert letter.subject == "You are now a member of Almaty country council"
    assert "Typed Words" not in letter.text
    assert "Typed Words" in mailbox.last(application.applicant).text

"""D: what comes back about our mail, from a real Maildir to the address that hears no more."""

import os
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from alerts.engine.returnpath import return_path
from alerts.errands import run_errands
from alerts.feedback import reading
from alerts.feedback.reading import read_mailbox
from alerts.feedback.reports import Report, report_from
from alerts.feedback.suppressing import note_refusal, suppress, suppressed_among
from alerts.models import Bounce, Delivery, State, Suppression
from tests.factories import make_alert, make_subscription, make_superuser, make_user

from .bouncing import complaint, dsn, put
from .told import deliver_once, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def maildir(settings, tmp_path):
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
    settings.BOUNCE_MAILBOX = {"kind": "maildir", "path": str(tmp_path)}
    settings.CANARY_HOURS = 0
    return tmp_path


@pytest.fixture
def follower(kazakhstan):
    return make_subscription(make_user("follower"), kazakhstan).user


def handed_over(kazakhstan, **ago):
    """A delivery to the follower that the relay took, so long ago."""
    make_alert(kazakhstan)
    told()
    delivery = Delivery.objects.order_by("pk").last()
    moment = timezone.now() - timedelta(**ago)
    Delivery.objects.filter(pk=delivery.pk).update(state=State.SENT, settled_at=moment)
    delivery.refresh_from_db()
    return delivery


def read(maildir, *mails):
    for raw in mails:
        put(maildir, raw)
    return read_mailbox()


def is_suppressed(person):
    return bool(suppressed_among([person]))


@pytest.mark.behavior("D1", "D2")
def test_bounce_of_a_sent_mail_suppresses_its_address(kazakhstan, follower, mailbox, maildir):
    make_alert(kazakhstan)
    deliver_once()
    path = mailbox.last(follower).sender

    assert read(maildir, dsn(path)) == 1

    bounce = Bounce.objects.get()
    assert (bounce.delivery, bounce.code, bounce.kind) == (
        Delivery.objects.get(),
        "5.1.1",
        "refused",
    )
    assert Suppression.objects.get().user == follower
    make_alert(kazakhstan)
    deliver_once()
    assert mailbox.count() == 1


@pytest.mark.behavior("D1", "D4")
def test_forged_foreign_and_unknown_references_change_nothing(kazakhstan, follower, maildir):
    delivery = handed_over(kazakhstan)
    path = return_path(delivery)
    local, domain = path.split("@")
    number = str(delivery.pk)

    assert (
        read(
            maildir,
            dsn(f"{local[:-4]}0000@{domain}"),
            dsn(path.replace(f"-{number}-", f"-{number}0-")),
            dsn(path.replace("delivery-", "letter-")),
            dsn(f"bounce+delivery-{'9' * 18}-{'0' * 20}@{domain}"),
            dsn("follower@example.org"),
            dsn(""),
            complaint(f"bounce+delivery-{number}-{'0' * 20}@{domain}"),
        )
        == 7
    )

    assert (Bounce.objects.count(), Suppression.objects.count()) == (0, 0)


@pytest.mark.behavior("D1")
def test_bounce_about_a_former_address_says_nothing_about_the_new_one(
    kazakhstan, follower, maildir
):
    path = return_path(handed_over(kazakhstan))
    follower.email = "new@example.org"
    follower.save()

    read(maildir, dsn(path))

    assert not is_suppressed(follower)


@pytest.mark.behavior("D1")
def test_return_path_outlives_a_new_key(kazakhstan, follower, maildir, settings):
    path = return_path(handed_over(kazakhstan))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "k" * 60

    read(maildir, dsn(path))

    assert is_suppressed(follower)


@pytest.mark.behavior("D2")
@pytest.mark.parametrize("code", ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"])
def test_no_such_address_suppresses_at_once(kazakhstan, follower, maildir, code):
    read(maildir, dsn(return_path(handed_over(kazakhstan)), code, diagnostic="smtp; 550 no"))

    assert is_suppressed(follower)


@pytest.mark.behavior("D2")
@pytest.mark.parametrize("code", ["5.1.7", "5.1.8", "5.7.1", "5.7.26"])
def test_what_is_about_the_sender_never_suppresses(kazakhstan, follower, maildir, code):
    for _number in range(3):
        read(maildir, dsn(return_path(handed_over(kazakhstan)), code, diagnostic="smtp; 550 no"))

    assert Bounce.objects.filter(kind="sender", code=code).count() == 3
    assert not is_suppressed(follower)


@pytest.mark.behavior("D2", "D5")
def test_other_refusals_suppress_with_the_second_mail_not_with_a_repeated_report(
    kazakhstan, follower, maildir
):
    first, second = handed_over(kazakhstan), handed_over(kazakhstan)
    report = dsn(return_path(first), "5.2.2", diagnostic="smtp; 552 5.2.2 full")

    read(maildir, report, report)
    assert Bounce.objects.count() == 1
    assert not is_suppressed(follower)
    read(maildir, dsn(return_path(second), "5.2.2", diagnostic="smtp; 552 5.2.2 full"))

    assert is_suppressed(follower)


@pytest.mark.behavior("D2")
def test_deferrals_suppress_after_five_days_without_a_mail_that_got_through(
    kazakhstan, follower, maildir
):
    full = {"status": "4.2.2", "diagnostic": "smtp; 452 4.2.2 full"}
    first = handed_over(kazakhstan, days=4)
    read(maildir, dsn(return_path(first), action="delayed", **full))
    assert not is_suppressed(follower)

    with time_machine.travel(timezone.now() + timedelta(days=2), tick=True):
        read(maildir, dsn(return_path(handed_over(kazakhstan)), **full))
        assert is_suppressed(follower)


@pytest.mark.behavior("D2")
def test_deferrals_long_apart_with_mail_between_them_suppress_nobody(kazakhstan, follower, maildir):
    full = {"status": "4.2.2", "diagnostic": "smtp; 452 4.2.2 full"}
    old, _between = handed_over(kazakhstan, days=30), handed_over(kazakhstan, days=10)
    Bounce.objects.create(delivery=old, kind="deferred", code="4.2.2", address_hash="x")

    read(maildir, dsn(return_path(old), **full))
    read(maildir, dsn(return_path(handed_over(kazakhstan)), **full))

    assert not is_suppressed(follower)


@pytest.mark.behavior("D2")
def test_complaint_suppresses_at_once_and_other_feedback_does_not(kazakhstan, follower, maildir):
    path = return_path(handed_over(kazakhstan))

    read(maildir, complaint(path, kind="not-spam"))
    assert not is_suppressed(follower)
    read(maildir, complaint(path))

    assert is_suppressed(follower)
    assert Bounce.objects.get().kind == "complaint"


@pytest.mark.behavior("D2")
def test_success_a_human_answer_and_an_absence_note_are_no_refusals(kazakhstan, follower, maildir):
    path = return_path(handed_over(kazakhstan))
    absent = f"Delivered-To: {path}\nAuto-Submitted: auto-replied\nSubject: Away\n\n550 5.1.1\n"

    read(
        maildir,
        dsn(path, "2.0.0", action="delivered", diagnostic="smtp; 250 ok"),
        dsn(path, "2.1.5", action="relayed", diagnostic="smtp; 250 ok"),
        dsn(path, "5.1.1", action="delayed", diagnostic="smtp; 550 5.1.1 no"),
        absent.encode(),
        f"To: {path}\nSubject: Re: Warning\n\nThank you.\n".encode(),
    )

    assert Bounce.objects.count() == 0


@pytest.mark.behavior("D2")
@pytest.mark.parametrize(
    ("status", "diagnostic", "code"),
    [
        ("5.0.0", "smtp; 550 5.1.1 <follower@example.org> unknown", "5.1.1"),
        ("", "smtp; 550 5.1.10 unknown", "5.1.10"),
        ("5.1.1 (bad destination mailbox)", "", "5.1.1"),
        ("", "smtp; 554 go away", "5.0.0"),
        ("5.2.1", "smtp; 550 5.1.1 unknown", "5.2.1"),
        ("nonsense", "smtp; nonsense", ""),
    ],
)
def test_code_is_the_stated_one_or_what_the_server_had_said(status, diagnostic, code):
    assert report_from(dsn("x@example.org", status, diagnostic=diagnostic)).code == code


@pytest.mark.behavior("D3")
def test_staff_see_what_came_back_and_lift_it(client, kazakhstan, follower, maildir):
    path = return_path(handed_over(kazakhstan))
    read(maildir, dsn(path, diagnostic="smtp; 550 5.1.1 <follower@example.org> no such mailbox"))
    suppression = Suppression.objects.get()
    client.force_login(make_superuser())

    page = client.get(f"/admin/alerts/suppression/{suppression.pk}/change/").content.decode()
    assert "Refused for good: 550 5.1.1 &lt;&lt;address&gt;&gt; no such mailbox" in page
    client.post(
        "/admin/alerts/suppression/", {"action": "lift", "_selected_action": [suppression.pk]}
    )

    assert not is_suppressed(follower)


@pytest.mark.behavior("D3", "D5")
def test_late_report_about_an_old_mail_does_not_undo_the_second_chance(
    kazakhstan, follower, maildir
):
    path = return_path(handed_over(kazakhstan, hours=2))
    suppress(follower, "5.1.1")
    Suppression.objects.update(lifted_at=timezone.now() - timedelta(hours=1))

    read(maildir, dsn(path))
    assert not is_suppressed(follower)
    read(maildir, dsn(return_path(handed_over(kazakhstan))))

    assert is_suppressed(follower)


@pytest.mark.behavior("D5")
def test_final_states_stay_as_they_are(kazakhstan, follower, maildir):
    delivery = handed_over(kazakhstan, hours=1)
    before = Delivery.objects.values().get()
    suppress(follower, "Called unwanted")

    read(maildir, dsn(return_path(delivery)), complaint(return_path(delivery)))
    read(maildir, dsn(return_path(delivery), "4.2.2", action="delayed"))

    assert Delivery.objects.values().get() == before
    assert Suppression.objects.get().reason == "Called unwanted"
    assert Bounce.objects.get(kind="refused").code == "5.1.1"


@pytest.mark.behavior("D6")
def test_case_of_address_and_path_means_nothing(kazakhstan, follower, maildir):
    read(maildir, dsn(return_path(handed_over(kazakhstan)).upper()))

    assert is_suppressed(follower)
    follower.email = "FOLLOWER@Example.ORG"
    assert is_suppressed(follower)


def test_reason_holds_no_address_and_no_report_is_kept(kazakhstan, follower, maildir):
    path = return_path(handed_over(kazakhstan))
    read(maildir, dsn(path, diagnostic="smtp; 550 5.1.1 <Follower@example.org> unknown"))

    assert "example.org" not in Suppression.objects.get().reason
    assert "example.org" not in Bounce.objects.get().reply
    assert not list((maildir / "new").iterdir())
    (seen,) = (maildir / "cur").iterdir()
    long_ago = time.time() - 31 * 24 * 3600
    os.utime(seen, (long_ago, long_ago))
    read_mailbox()
    assert not list((maildir / "cur").iterdir())


def test_erased_person_is_a_reference_to_nobody_and_leaves_no_bounce(kazakhstan, follower, maildir):
    path = return_path(handed_over(kazakhstan))
    read(maildir, dsn(path, "5.2.2", diagnostic="smtp; 552 5.2.2 full"))
    follower.delete()
    assert (Delivery.objects.count(), Bounce.objects.count()) == (1, 0)

    assert read(maildir, dsn(path)) == 1

    assert (Bounce.objects.count(), Suppression.objects.count()) == (0, 0)


def nested(depth):
    boundaries = [f"b{number}" for number in range(depth)]
    return "".join(
        f'Content-Type: multipart/mixed; boundary="{name}"\n\n--{name}\n' for name in boundaries
    ).encode()


@pytest.mark.once
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 1000,
        bytes(range(256)) * 40,
        b"Content-Type: multipart/report; boundary=" + b";" * 100_000,
        b'Content-Type: multipart/report; boundary="' + b'";' * 60_000,
        b'Content-Type: multipart/report; boundary="' + b";" * 100_000,
        b"content-TYPE: multipart/report; boundary=x" + b";\n " * 60_000,
        b"To: " + b"bounce+delivery-" * 8000,
        b"Subject: canary-" + b"9" * 100_000,
        nested(29),
        nested(3000),
        b"A: b\n" * 30_000,
        dsn("x@example.org").replace(b"Status: 5.1.1", b"Status: " + b"5." * 50_000),
        dsn("bounce+delivery-1-\xff@example.org".encode().decode("latin-1")),
        dsn("x")
        .replace(b"charset", b"\xff")
        .replace(b"text/plain", b"text/plain; charset=\xff\xfe"),
        dsn("x").replace(b"message/delivery-status", b"message/delivery-status; x*0*=%zz"),
    ],
    ids=lambda raw: f"{len(raw)}",
)
def test_hostile_mail_never_raises_and_takes_no_time(raw):
    began = time.process_time()

    report = report_from(raw)

    assert isinstance(report, Report)
    assert time.process_time() - began < 1


def test_one_mail_that_cannot_be_dealt_with_does_not_hold_up_the_next(
    kazakhstan, follower, maildir, monkeypatch
):
    path = return_path(handed_over(kazakhstan))
    report_of = reading.report_from
    broken = Report(paths=(path,), code="broken")
    monkeypatch.setattr(
        reading, "report_from", lambda raw: broken if raw == b"broken" else report_of(raw)
    )
    monkeypatch.setattr(reading, "note", lambda row, report: 1 / 0 if report is broken else None)

    assert read(maildir, b"broken", dsn(path)) == 2


def test_mailbox_that_is_away_is_said_after_a_while_and_forgotten_when_it_is_back(
    maildir, settings
):
    settings.BOUNCE_MAILBOX = {"kind": "maildir", "path": str(maildir / "nowhere")}
    assert read_mailbox() == 0
    assert reading.failing_since() is None
    with time_machine.travel(timezone.now() + timedelta(minutes=20), tick=True):
        read_mailbox()
        assert reading.failing_since()
        settings.BOUNCE_MAILBOX = {"kind": "maildir", "path": str(maildir)}
        read_mailbox()
        assert reading.failing_since() is None


def test_command_reads_once_and_says_what_is_missing(
    kazakhstan, follower, maildir, settings, capsys
):
    put(maildir, dsn(return_path(handed_over(kazakhstan))))
    call_command("read_bounces")
    assert "Mails read: 1" in capsys.readouterr().out
    assert is_suppressed(follower)

    settings.BOUNCE_MAILBOX = {"kind": "maildir", "path": str(maildir / "nowhere")}
    with pytest.raises(
        CommandError, match="cannot be read: FileNotFoundError: there is no Maildir"
    ):
        call_command("read_bounces")

    settings.BOUNCE_MAILBOX = None
    with pytest.raises(CommandError, match="BOUNCE_MAILBOX"):
        call_command("read_bounces")


@pytest.mark.behavior("A5", "F8")
def test_who_has_a_new_address_is_reached_again_within_a_minute(kazakhstan, mailbox):
    moved, stays = make_user("moved"), make_user("stays")
    for person in (moved, stays):
        make_subscription(person, kazakhstan)
        suppress(person, "550 5.1.1 no such mailbox")
    moved.email = "new@example.org"
    moved.save()

    assert run_errands() == 1
    make_alert(kazakhstan)
    deliver_once()

    assert [mail.recipients for mail in mailbox.messages] == [["new@example.org"]]
    assert Suppression.objects.active().count() == 2  # the old address stays what it was


@pytest.mark.behavior("D2")
@pytest.mark.parametrize("words", ["550 no, 5.1.1.7 is listed", "550 no mail from 45.5.1.1, sorry"])
def test_address_of_a_machine_is_no_code(kazakhstan, follower, words):
    make_alert(kazakhstan)
    told()

    note_refusal(Delivery.objects.get(), words)

    assert Bounce.objects.get().code == "5.0.0"
    assert not Suppression.objects.exists()

"""Account mail goes through the same queue, and leaves no text behind."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMultiAlternatives, send_mail
from django.db import transaction
from django.utils import timezone

from alerts.cleaning import clean
from alerts.models import Letter, State

from .told import deliver_once

pytestmark = pytest.mark.django_db


def test_letter_arrives_and_its_body_is_wiped(mailbox):
    message = EmailMultiAlternatives("Your code", "1234", to=["Reader <Reader@Example.org>"])
    message.attach_alternative("<p>1234</p>", "text/html")
    message.send()
    assert Letter.objects.get().text == "1234"

    deliver_once()

    mail, letter = mailbox.last("reader@example.org"), Letter.objects.get()
    assert (mail.subject, mail.text.strip(), mail.html.strip()) == (
        "Your code", "1234", "<p>1234</p>",
    )  # fmt: skip
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] is None
    assert (letter.state, letter.text, letter.html) == (State.SENT, "", "")


@pytest.mark.behavior("P3")
def test_letter_is_one_envelope_for_each_recipient(mailbox):
    EmailMultiAlternatives(
        "Hello", "Text", to=["one@example.org", "ONE@example.org"], cc=["two@example.org"]
    ).send()

    deliver_once()

    assert sorted(mail.recipients for mail in mailbox.messages) == [
        ["one@example.org"], ["two@example.org"],
    ]  # fmt: skip


def test_letter_is_gone_with_the_transaction_that_asked_for_it(mailbox):
    with transaction.atomic():
        send_mail("Hello", "Text", None, ["reader@example.org"])
        assert Letter.objects.exists()
        transaction.set_rollback(True)

    assert not Letter.objects.exists()


def test_b16_line_break_in_a_header_is_refused(mailbox):
    with pytest.raises(BadHeaderError):
        send_mail("Hello\r\nBcc: other@example.org", "Text", None, ["reader@example.org"])
    with pytest.raises((BadHeaderError, ValidationError)):
        send_mail("Hello", "Text", None, ["reader@example.org\nBcc: other@example.org"])

    assert not Letter.objects.exists()


def test_letter_that_came_too_late_is_not_sent_and_wiped(mailbox):
    send_mail("Your code", "1234", None, ["reader@example.org"])

    with time_machine.travel(timezone.now() + timedelta(days=2), tick=True):
        deliver_once()

    letter = Letter.objects.get()
    assert (letter.state, letter.text, mailbox.count()) == (State.SKIPPED, "", 0)


def test_refused_letter_is_final_and_wiped(mailbox):
    mailbox.refuse("RCPT", "550 5.1.1 reader@example.org is unknown")
    send_mail("Your code", "1234", None, ["reader@example.org"])

    deliver_once()

    letter = Letter.objects.get()
    assert (letter.state, letter.text) == (State.FAILED, "")
    assert letter.reply == "550 5.1.1 <address> is unknown"


def test_settled_letters_are_forgotten_after_a_week(mailbox):
    send_mail("Hello", "Text", None, ["reader@example.org"])
    deliver_once()

    clean()
    assert Letter.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        clean()
    assert not Letter.objects.exists()

"""The mail server of the tests does what the fault tests rely on."""

import smtplib

import pytest

pytestmark = pytest.mark.once


def send(mailbox, to="member@example.org"):
    with smtplib.SMTP("127.0.0.1", mailbox.port) as connection:
        connection.sendmail("alerts@example.org", [to], b"Subject: One\r\n\r\nText\r\n")


def test_mail_is_counted_by_recipient_whatever_its_case(mailbox):
    send(mailbox, to="Member@Example.org")

    assert mailbox.count() == mailbox.count(to="member@example.org") == 1
    assert mailbox.count(to="stranger@example.org") == 0
    assert mailbox.last(to="member@example.org").subject == "One"


def test_refusal_holds_for_one_address_and_so_many_times(mailbox):
    mailbox.refuse("RCPT", "450 4.2.1 busy", to="member@example.org", times=1)

    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(mailbox)
    send(mailbox, to="other@example.org")
    send(mailbox)

    assert refused.value.recipients["member@example.org"] == (450, b"4.2.1 busy")
    assert mailbox.count() == 2


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_each_command_can_be_refused_for_good(mailbox, command):
    mailbox.refuse(command, "554 5.7.1 no")

    for _attempt in range(2):
        with pytest.raises(smtplib.SMTPException):
            send(mailbox)
    assert mailbox.count() == 0


def test_lost_reply_keeps_the_mail_and_hangs_up(mailbox):
    mailbox.lose_reply()

    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(mailbox)

    assert mailbox.count() == 1


def test_421_hangs_up(mailbox):
    mailbox.refuse("DATA", "421 4.3.2 closing", times=1)

    with pytest.raises((smtplib.SMTPDataError, smtplib.SMTPServerDisconnected)):
        send(mailbox)
    send(mailbox)

    assert mailbox.count() == 1

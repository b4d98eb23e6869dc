"""The failing mail server fails as it is told to."""

import smtplib
import socket

import pytest

from tests.support.faulty_server import Faults, FaultyServer

pytestmark = pytest.mark.once
MAIL = "Message-ID: <one@example.org>\r\n\r\nHello.\r\n"


def serve(**faults):
    return FaultyServer(Faults(**faults))


def hand_over(server, recipient="a@example.org"):
    with smtplib.SMTP("127.0.0.1", server.port, timeout=5) as smtp:
        smtp.sendmail("s@example.org", [recipient], MAIL)


def test_a_message_is_kept_with_its_recipient_and_its_id():
    with serve() as server:
        hand_over(server)
        hand_over(server)

    assert [(mail.recipient, mail.message_id) for mail in server.taken] == [
        ("a@example.org", "<one@example.org>")
    ] * 2
    assert (server.duplicates, server.changed_ids) == (1, 0)


def test_commands_and_content_may_come_in_one_write():
    one = "MAIL FROM:<s@example.org>\r\nRCPT TO:<a@example.org>\r\nDATA\r\n" + MAIL + ".\r\n"
    with serve() as server, socket.create_connection(("127.0.0.1", server.port), 5) as line:
        line.sendall(f"EHLO x\r\n{one}{one}QUIT\r\n".encode())
        answers = line.makefile("rb").read().decode()

    assert "PIPELINING" in answers
    assert answers.count("250 2.0.0 taken") == len(server.taken) == 2


@pytest.mark.parametrize(
    ("faults", "code"), [({"later": 1}, 450), ({"never": 1}, 550), ({"close_every": 1}, 421)]
)
def test_it_refuses(faults, code):
    with serve(**faults) as server, pytest.raises(smtplib.SMTPException, match=str(code)):
        hand_over(server)

    assert server.taken == []
    assert server.happened[str(code)] == 1


def test_it_hangs_up_before_and_after_it_took_a_message():
    with serve(cut=1) as server, pytest.raises((smtplib.SMTPException, OSError)):
        hand_over(server)
    assert server.taken == []

    with serve(lose=1) as server, pytest.raises((smtplib.SMTPException, OSError)):
        hand_over(server)
    assert len(server.taken) == 1


def test_it_goes_away_and_comes_back_to_the_same_port():
    with serve() as server:
        server.close()
        with pytest.raises(OSError):
            hand_over(server)
        server.open()
        hand_over(server)

    assert len(server.taken) == 1

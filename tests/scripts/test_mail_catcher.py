"""The development mail server keeps each mail as a file with a harmless name."""

import smtplib
import socket
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
CATCHER = Path(__file__).parents[2] / "scripts" / "mail_catcher.py"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mail"


@pytest.fixture
def catcher(folder):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        command = [sys.executable, CATCHER, str(listener.fileno()), folder]
        process = subprocess.Popen(
            command, pass_fds=[listener.fileno()], stdout=subprocess.PIPE, text=True
        )
        with smtplib.SMTP("127.0.0.1", listener.getsockname()[1]) as connection:
            yield connection
        process.terminate()
        assert process.wait(5) == 0


def mail(subject, html=""):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", subject
    message.set_content("Text")
    if html:
        message.add_alternative(html, subtype="html")
    return message


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_each_mail_is_a_numbered_file_with_its_page(catcher, folder):
    catcher.send_message(mail("First alert", html="<p>Жаңалық</p>"))
    catcher.send_message(mail("Second"))

    assert names(folder) == [
        "0001-b-example.org-first-alert.eml",
        "0001-b-example.org-first-alert.html",
        "0002-b-example.org-second.eml",
    ]
    assert "<p>Жаңалық</p>" in (folder / "0001-b-example.org-first-alert.html").read_text()


def test_no_subject_leaves_the_folder(catcher, folder):
    catcher.send_message(mail("../../etc/x \N{RIGHT-TO-LEFT OVERRIDE} " + "long " * 100))

    (name,) = names(folder)
    assert name.startswith("0001-b-example.org-etc-x-long-long")
    assert len(name) < 140


def test_scripts_in_a_mail_are_kept_from_running(catcher, folder):
    catcher.send_message(mail("x", html="<script>alert(1)</script>"))

    page = (folder / "0001-b-example.org-x.html").read_text()
    assert page.index("default-src 'none'") < page.index("<script>")

"""A compiled notice says the same as the readable message made by the email package."""

import re
import uuid
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from types import SimpleNamespace

import pytest
from django.utils.crypto import salted_hmac
from django.utils.html import escape
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alerts.engine.compiled import Compiled, Shelf, worded
from alerts.engine.headers import BadAddress, ascii_address, encoded, mailbox
from alerts.engine.macs import mac
from alerts.engine.quoting import pieces_of, quoted
from alerts.engine.slots import Personal, fill_html, fill_text, slots

pytestmark = pytest.mark.once
TOKEN = "aB-_345678901234567890"
PLACES = st.sampled_from(["why", "stop_words", "stop_url", "choices_url"])
WORDS = st.text(max_size=90) | st.sampled_from([".", "..", " ", "=", "a" * 200, "Ж" * 60, "\n.\n"])
BODY = st.lists(WORDS | PLACES.map(lambda name: ("slot", name)), max_size=12)


def notice_of(body, subject="Warning: Kazakhstan"):
    key = uuid.uuid4()
    marks = slots(key)
    text = "".join(marks[each[1]] if isinstance(each, tuple) else each for each in body) + "\n"
    return SimpleNamespace(
        pk=1,
        key=key,
        kind="alert",
        period=None,
        subject=subject,
        text=text,
        html=f"<p>{text}</p>\n",
    )


def filled(notice, personal, name="", address="reader@example.org"):
    values = {
        "to": mailbox(address, name).encode(),
        "date": b"Sun, 22 Nov 2026 15:00:00 +0000",
        "number": b"17",
        "token": TOKEN.encode(),
        **worded(personal.why, personal.stop_words),
    }
    return Compiled(notice).filled(values)


def personal_of(why, words):
    return Personal(
        why=why,
        stop_words=words,
        stop_url=f"http://127.0.0.1:8000/u/{TOKEN}/",
        choices_url=f"http://127.0.0.1:8000/choices/{TOKEN}/",
    )


def readable(notice, personal):
    """The same mail by the long way."""
    message = EmailMessage(policy=policy.SMTP)
    message.set_content(fill_text(notice.text, notice.key, personal), cte="quoted-printable")
    html = fill_html(notice.html, notice.key, personal)
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message.as_bytes()


def parts(content):
    message = message_from_bytes(content, policy=policy.default)
    return [(part.get_content_type(), part.get_content()) for part in message.iter_parts()]


@pytest.mark.behavior("C1", "C7")
@given(body=BODY, why=WORDS, words=WORDS)
@settings(max_examples=50)
@example(body=["x" * 75, ("slot", "why"), "."], why=".", words="")
@example(body=[("slot", "stop_url"), ("slot", "stop_url"), ".\n", " "], why="", words=" ")
def test_compiled_mail_says_what_the_readable_one_says(body, why, words):
    notice, personal = notice_of(body), personal_of(why, words)

    content = filled(notice, personal)

    whole, end = content[:-3], content[-3:]
    assert end == b".\r\n"
    assert not re.search(rb"(?m)^\.", whole)  # nothing to stuff, nothing that ends it early
    assert b"\n" not in whole.replace(b"\r\n", b"")
    assert parts(whole) == parts(readable(notice, personal))
    body_lines = whole.partition(b"\r\n\r\n")[2].split(b"\r\n")
    assert max(map(len, body_lines)) <= 76


@pytest.mark.behavior("B16", "C7")
@given(name=st.text(max_size=120))
@example(name='Сәрсенбаева, "Айгүл"')
@example(name="Kim, Robert\r\nBcc: other@example.org")
@example(name="=?utf-8?q?other?=")
def test_any_name_makes_one_correct_header(name):
    line = mailbox("reader@example.org", name)

    # RFC 5322 folds lines, and only so.
    assert not re.search(r"[\r\n]", re.sub(r"\r\n (?=\S)", "", line))
    assert max(map(len, line.split("\r\n"))) < 998
    shown, address = parseaddr(message_from_bytes(f"To: {line}\r\n\r\n".encode())["To"])
    assert address == "reader@example.org"
    signs = "".join(sign if sign.isprintable() else " " for sign in name)
    assert str(make_header(decode_header(shown))) == " ".join(signs.split())


@pytest.mark.behavior("B16")
@given(subject=st.text(max_size=200))
def test_any_subject_makes_one_header(subject):
    line = f"Subject: {encoded(subject)}\r\n"

    assert all(len(each) <= 79 for each in line.split("\r\n"))
    found = message_from_bytes(f"{line}\r\n".encode(), policy=policy.default)
    signs = "".join(sign if sign.isprintable() else " " for sign in subject)
    assert list(found.keys()) == ["Subject"]
    assert found["Subject"] == " ".join(signs.split())


@given(text=st.text())
def test_quoted_text_reads_the_same(text):
    import quopri

    code = quoted(text)
    lines = re.sub(r"\r\n|\r", "\n", text)
    assert quopri.decodestring(code).replace(b"\r\n", b"\n").decode() == lines
    assert all(len(line) <= 76 and not line.startswith(b".") for line in code.split(b"\r\n"))


def test_fixed_gap_stays_in_its_line():
    pieces = pieces_of("See http://x/MARK/ now", {"MARK": "token"}, {})

    assert pieces == [b"See http://x/", "token", b"/ now"]


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("reader@example.org", "reader@example.org"),
        ("o'neil+news@mail.example.org", "o'neil+news@mail.example.org"),
        ("reader@пример.испытание", "reader@xn--e1afmkfd.xn--80akhbyknj4f"),
    ],
)
def test_address_goes_as_the_mail_system_spells_it(address, wire):
    assert ascii_address(address) == wire


@pytest.mark.parametrize(
    "address",
    ["", "reader", "reader@", "a..b@example.org", "a@exa..mple.org", "a@-x.org", "a@x-.org",
     "читатель@example.org", "a b@example.org", "a@example.org\r\nRCPT TO:<b@example.org>",
     "<a@example.org>", "a@" + "x" * 64 + ".org", "\u017f@example.org", "i\u0307@example.org",
     "a@[192.0.2.1]"],
)  # fmt: skip
def test_what_no_mail_can_be_addressed_to_is_refused(address):
    with pytest.raises(BadAddress):
        ascii_address(address)


def test_shelf_keeps_what_was_used_last():
    shelf = Shelf()
    notices = [notice_of(["text"]) for _number in range(Shelf.SIZE + 1)]
    for number, notice in enumerate(notices):
        notice.pk = number
    first = shelf.of(notices[0])

    for notice in notices[1:]:
        assert shelf.of(notices[0]) is first
        shelf.of(notice)

    assert len(shelf.compiled) == Shelf.SIZE
    assert notices[1].pk not in shelf.compiled


def test_words_are_escaped_in_html_only():
    words = worded('"A" & <b>', "x")

    assert words["plain_why"] == b'"A" & <b>'
    assert words["html_why"] == quoted(escape('"A" & <b>'))


@given(salt=st.text(), secret=st.text(), text=st.text())
@settings(max_examples=20)
def test_keyed_hash_is_the_one_of_django(salt, secret, text):
    expected = salted_hmac(salt, text, secret=secret, algorithm="sha256").hexdigest()
    assert mac(salt, secret, text) == expected

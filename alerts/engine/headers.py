"""Header fields that no typed text can break.

Written here and not by the email package, which puts blanks into long names of other scripts
when it folds them, and takes a hundred times as long.
"""

import base64
import re

from django.core.exceptions import ValidationError

from web.addresses import check_address

PLAIN = re.compile(r"[ -~]*")
SHORT = 70
# Addresses that need no closer look: most. The others are looked at by Django.
USUAL = re.compile(
    r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,60}[A-Za-z0-9_]@[A-Za-z0-9][A-Za-z0-9.-]{1,60}[a-z]"
)
UNUSUAL = re.compile(r"\.\.|\.-|-\.")
SIMPLE = re.compile(r"[A-Za-z0-9.,'-]+(?: [A-Za-z0-9.,'-]+)*")  # names that stay as they are
WORD_BYTES = 39  # so that the first line holds "Subject: " too, and none is over 76 characters


class BadAddress(ValueError):
    """An address that no mail can carry."""


def mailbox(address, name=""):
    """ "Kim, Robert" <kim@example.org>, with any name in any script."""
    return named(ascii_address(address), name)


def named(address, name):
    """The same for an address that is ASCII already."""
    if SIMPLE.fullmatch(name):
        return f'"{name}" <{address}>'
    name = one_line(name)
    if not name:
        return address
    if PLAIN.fullmatch(name) and "=?" not in name:
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}" <{address}>'
    return f"{encoded_words(name)}\r\n <{address}>"


def encoded(text):
    """Header text as it is if it is short ASCII, else as encoded words."""
    text = one_line(text)
    if PLAIN.fullmatch(text) and len(text) <= SHORT and "=?" not in text:
        return text
    return encoded_words(text)


def encoded_words(text):
    """Words of RFC 2047, one a line; none is cut within a character."""
    data, words = text.encode(), []
    while data:
        end = min(WORD_BYTES, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        words.append(f"=?utf-8?b?{base64.b64encode(data[:end]).decode()}?=")
        data = data[end:]
    return "\r\n ".join(words)


def ascii_address(address):
    """The address with its domain as the mail system spells it (xn--...)."""
    if USUAL.fullmatch(address) and "." in address and not UNUSUAL.search(address):
        return address
    try:
        check_address(address)
        local, _, domain = address.rpartition("@")
        return f"{local}@{domain.encode('idna').decode()}"
    except (ValidationError, UnicodeError) as error:
        raise BadAddress("not an address that mail can carry") from error


def one_line(text):
    """Header text without line breaks and control characters."""
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(text.split())

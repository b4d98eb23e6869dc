"""Numbers that a phone can dial: as people abroad read them, and as links within a text."""

import re
from functools import lru_cache

import phonenumbers
from django.utils.html import format_html
from django.utils.safestring import SafeString

TAG = re.compile(r"(<[^>]*>)")


@lru_cache(maxsize=4096)  # taking a number apart costs as much as a query
def from_abroad(e164):
    """+7 727 250 4892 for +77272504892."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def dialable(html, contacts):
    """Clean HTML in which each known number is a link; text within links stays as it is."""
    numbers = {_value(contact, "number"): _value(contact, "tel") for contact in contacts}
    if not numbers:
        return html
    longest_first = sorted(numbers, key=len, reverse=True)
    known = "|".join(re.escape(number) for number in longest_first)
    pattern = re.compile(rf"(?<![\w+.,/-])({known})(?![\w/-]|[.,]\d)")
    pieces, in_link = [], False
    for piece in TAG.split(html):
        if piece.startswith("<"):
            in_link = piece.startswith("<a ") or (in_link and piece != "</a>")
        elif not in_link:
            piece = pattern.sub(lambda match: _link(numbers[match[1]], match[1]), piece)
        pieces.append(piece)
    return SafeString("".join(pieces))


def _link(tel, number):
    return format_html('<a href="tel:{}">{}</a>', tel, number)


def _value(contact, name):
    """Contacts are rows, or what was frozen of them into an edition."""
    return contact.get(name, "") if isinstance(contact, dict) else getattr(contact, name)

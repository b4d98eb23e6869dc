"""An alert in the length of one text message, and of a post in a chat.

A text message holds 160 signs of the GSM alphabet (3GPP TS 23.038), where some signs count
twice; one sign outside that alphabet, and it holds 70.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from advisories.models import Tlp

from .alerts import named
from .mails import shortened
from .parts import page_of
from .trial import as_if_sent

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€")
# Typographic signs that have a plain twin, so that they do not cost half of the message.
PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "}
)
SMS, SMS_PART, UNICODE_SMS, UNICODE_PART = 160, 153, 70, 67
CHAT = 280
SHORTEST = 12  # a text cut further than this says nothing


@dataclass(frozen=True)
class Short:
    name: str
    text: str
    length: int
    limit: int
    note: str


def units(text):
    """(signs as a phone counts them, True if all are of the GSM alphabet)."""
    if all(sign in BASIC or sign in EXTENDED for sign in text):
        return sum(2 if sign in EXTENDED else 1 for sign in text), True
    return len(text.encode("utf-16-be")) // 2, False


def parts(text):
    """How many text messages it takes."""
    length, is_gsm = units(text)
    single, joined = (SMS, SMS_PART) if is_gsm else (UNICODE_SMS, UNICODE_PART)
    return 1 if length <= single else -(-length // joined)


def texts_of(alert):
    """[Short] to copy; none for a restricted alert, whose words do not leave by phone."""
    if alert.tlp != Tlp.CLEAR:
        return []
    shown = as_if_sent(alert)
    link = page_of(shown)
    head = f"{named(shown)}: {shown.place_names}, {shown.title}."
    return [text_message(head, first_step(shown), link), chat_post(head, first_step(shown), link)]


def text_message(head, step, link):
    text = fitted(head.translate(PLAIN), step.translate(PLAIN), link, SMS)
    length, is_gsm = units(text)
    limit = SMS if is_gsm else UNICODE_SMS
    number = parts(text)
    note = _("one text message") if number == 1 else _("%d text messages") % number
    if not is_gsm:
        note = _("%s: its letters leave room for 70 signs in each") % note
    return Short(_("Text message"), text, length, limit, note)


def chat_post(head, step, link):
    text = fitted(head, step, link, CHAT, measure=len)
    return Short(_("Chat"), text, len(text), CHAT, "")


def first_step(alert):
    lines = (line.strip().lstrip("*-• ").strip() for line in alert.what_to_do.splitlines())
    return next((line for line in lines if line), "")


def fitted(head, step, link, limit, measure=lambda text: units(text)[0]):
    """Head, first step and link on one line; what gives way is the step, then the head."""
    room = limit - measure(f" {link}")
    whole = f"{head} {step}".strip()
    if measure(whole) > room and step and room - measure(f"{head} ") >= SHORTEST:
        whole = f"{head} {cut(step, room - measure(f'{head} '), measure)}"
    elif measure(whole) > room:
        whole = cut(head, max(room, SHORTEST), measure)
    return f"{whole} {link}"


def cut(text, room, measure):
    """As many whole words as fit, with three dots."""
    length = room
    while length > SHORTEST and measure(dotted(text, length)) > room:
        length -= 1
    return dotted(text, length)


def dotted(text, length):
    if len(text) <= length:
        return text
    return shortened(text, length).removesuffix("…").rstrip(" .,;:-") + "..."

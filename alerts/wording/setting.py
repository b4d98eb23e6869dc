"""A mail set in type: the text part complete in itself, the HTML part small."""

import re
import textwrap

from django.template.loader import render_to_string

from advisories.dialing import dialable
from alerts.engine.slots import WIDTH, slots
from web.models import SiteSettings
from web.prose import prose

from .mails import shortened
from .mailstyles import inlined, stylesheet

HTML_BYTES = 20_000
SHORTEST = 200


def set_mail(mail, key, *, inline=True):
    """(text, html) with slots for what is personal; `inline=False` for a page of our own."""
    site = SiteSettings.load()
    context = {"mail": mail, "slots": slots(key), "site": site}
    context["looks"] = "" if inline else stylesheet(site.brand, site.on_brand)
    context["blocks"] = [(block, wrapped(block.text)) for block in mail.blocks]
    text = render_to_string("emails/notice.txt", context)
    texts = [block.text for block in mail.blocks]
    html = set_html(context, texts)
    while len(html.encode()) > HTML_BYTES and max(map(len, texts), default=0) > SHORTEST:
        # The text part says all; the HTML part gives way, its longest block first.
        longest = max(range(len(texts)), key=lambda number: len(texts[number]))
        texts[longest] = shortened(texts[longest], len(texts[longest]) * 3 // 4)
        html = set_html(context, texts)
    return squeezed(text), html


def set_html(context, texts):
    mail = context["mail"]
    context["blocks"] = [
        (block, dialable(prose(text), mail.numbers))
        for block, text in zip(mail.blocks, texts, strict=True)
    ]
    html = render_to_string("emails/notice.html", context)
    return html if context["looks"] else inlined(html, context["site"])


def wrapped(text):
    """Lines of at most 72 characters; a list item's later lines stand under its words."""
    lines = "\n".join(wrapped_line(line.strip()) for line in unmarked(text).splitlines())
    return lines.replace("\u00a0", " ")  # they kept numbers together


def wrapped_line(line):
    bullet = line.startswith(("* ", "- ", "• "))
    return textwrap.fill(
        line,
        WIDTH,
        subsequent_indent="  " if bullet else "",
        break_long_words=False,
        break_on_hyphens=False,
    )


def unmarked(text):
    """Without the asterisks around **strong words** and the sign before a heading."""
    return re.sub(r"(?m)^# ", "", text.replace("**", ""))


def squeezed(text):
    return re.sub(r"\n{4,}", "\n\n\n", text).strip() + "\n"

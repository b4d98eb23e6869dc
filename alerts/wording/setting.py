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
    return squeezed(text), small_html(context)


def small_html(context):
    """The text part says all; the HTML part gives way: long blocks first, then the last ones."""
    texts = [block.text for block in context["mail"].blocks]
    longest = max(map(len, texts), default=0)
    html = set_html(context, texts)
    while size(html) > HTML_BYTES and longest > SHORTEST:
        longest = max(SHORTEST, longest * 3 // 4)
        html = set_html(context, [shortened(text, longest) for text in texts])
    if size(html) <= HTML_BYTES or len(texts) < 2:
        return html
    around = size(set_html(context, []))
    shown = (HTML_BYTES - around) * len(texts) // max(size(html) - around, 1)
    while size(html) > HTML_BYTES and shown > 0:
        html = set_html(context, [shortened(text, longest) for text in texts[:shown]])
        shown -= 1
    return html


def size(html):
    return len(html.encode())


def set_html(context, texts):
    """With the first blocks of the mail, in these words, and how many more it has."""
    mail = context["mail"]
    context["more"] = len(mail.blocks) - len(texts)
    context["blocks"] = [
        (block, dialable(prose(text), mail.numbers))
        for block, text in zip(mail.blocks, texts, strict=False)
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

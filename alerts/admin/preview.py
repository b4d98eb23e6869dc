"""The mail as it will look, on a page of its own.

A mail has style attributes, which no page of ours allows; here the same looks stand in one
style sheet that the page's own policy allows by its hash.
"""

import hashlib
import re
from base64 import b64encode

from django.http import HttpResponse

from alerts.wording import of_alert
from alerts.wording.trial import as_if_sent, filled

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def page_of(alert):
    """The HTML part as a page."""
    _subject, _text, html = filled(of_alert(as_if_sent(alert)), inline=False)
    response = HttpResponse(html)
    allowed = " ".join(f"'sha256-{digest(style)}'" for style in STYLE.findall(html))
    response["Content-Security-Policy"] = (
        f"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        f"style-src {allowed}"
    )
    return response


def digest(text):
    return b64encode(hashlib.sha256(text.encode()).digest()).decode()

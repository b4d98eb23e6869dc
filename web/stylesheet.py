"""The one stylesheet, inlined in every page and allowed by the hash of its bytes."""

import base64
import functools
import hashlib
import re

from django.conf import settings


@functools.cache
def stylesheet():
    """The text between the style tags: comments and needless blanks gone."""
    text = (settings.BASE_DIR / "static/css/portal.css").read_text(encoding="utf-8")
    text = re.sub(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/", "", text)
    return re.sub(r"\s*\n\s*", "", text)


@functools.cache
def stylesheet_hash():
    """Its CSP source, without quotes: sha256-..."""
    digest = hashlib.sha256(stylesheet().encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()

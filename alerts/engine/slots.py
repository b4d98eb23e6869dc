"""Places in a worded notice that each delivery fills: why, and the links of its own.

A slot carries the notice's random key, made after its text was written: nothing that
somebody typed can be one.
"""

import re
import textwrap
from dataclasses import dataclass

from django.utils.html import escape

WIDTH = 72


@dataclass(frozen=True)
class Personal:
    """What one delivery puts into the slots."""

    why: str = ""
    stop_words: str = ""
    stop_url: str = ""
    choices_url: str = ""


NAMES = tuple(Personal.__dataclass_fields__)


def slots(key):
    """The marks to put into a text under way, by name."""
    return {name: f"{key.hex}-{name.replace('_', '-')}" for name in NAMES}


def fill_text(text, key, personal):
    values = vars(personal) | {"why": textwrap.fill(personal.why, WIDTH)}
    return fill(text, key, values)


def fill_html(html, key, personal):
    return fill(html, key, {name: escape(value) for name, value in vars(personal).items()})


def fill(text, key, values):
    """All slots in one pass, so that no value is read as a slot."""
    marks = {mark: values[name] for name, mark in slots(key).items()}
    return re.sub("|".join(marks), lambda found: marks[found[0]], text)

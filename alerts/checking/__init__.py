"""Looks at everything that mail needs to arrive, and says what is missing: manage.py check_mail."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `record` is the line to add to the DNS."""

    name: str
    is_well: bool
    words: str
    record: str = ""


def well(name, words):
    return Finding(name, True, words)


def missing(name, words, record=""):
    return Finding(name, False, words, record)

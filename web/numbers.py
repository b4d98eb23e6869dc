"""Numbers that somebody typed or forged."""

LONGEST_KEY = 19  # digits of the greatest key; Python itself refuses to read some thousands


def key_in(text):
    """The key that a text names, or None for what is no key of any row."""
    known = text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY
    return int(text) if known else None

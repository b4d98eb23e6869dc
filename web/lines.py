"""Names, titles, towns: one line that somebody typed, without signs that nobody sees.

Some characters are invisible and turn what stands around them: U+202E shows "gpj.exe" as
"exe.jpg", and two names with a space of no width between them look alike. Pasted phone
numbers bring them along, so they are taken out and not complained about. Direction is left
to the letters: Arabic, Hebrew and Persian names stay as they are, with the joiners in them.
"""

import unicodedata

from django import forms
from django.db import models

NON_JOINER, JOINER = "\u200c\u200d"
BREAKS = {chr(code) for code in (*range(1, 32), *range(127, 160), 0x2028, 0x2029)}  # NUL is refused
BLANK = set("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters that show nothing
SHOWN = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")  # signs of format that do


def plain_line(text):
    """The text without characters that show nothing or turn others round, and in one line."""
    if text.isascii() and text.isprintable():
        return text
    shown = "".join(" " if sign in BREAKS else sign for sign in text)
    return "".join(
        sign for place, sign in enumerate(shown) if is_shown(sign) or joins(shown, place)
    )


def lines_of(text):
    """Such lines, typed one below the other."""
    return [plain_line(line) for line in text.splitlines()]


def is_shown(sign):
    return sign in SHOWN or (unicodedata.category(sign) != "Cf" and sign not in BLANK)


def joins(text, place):
    """A joiner in a word of a script that is written with them, such as Persian or Hindi."""
    around = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    return text[place] in (NON_JOINER, JOINER) and len(around) == 2 and all(map(is_joined, around))


def is_joined(sign):
    """A letter or mark from Arabic to Mongolian, or one of their later additions."""
    code = ord(sign)
    script = 0x0600 <= code <= 0x18AF or 0xA840 <= code <= 0xABFF or 0xFB50 <= code <= 0xFEFC
    return script and unicodedata.category(sign)[0] in "LM"


class LineFormField(forms.CharField):
    """One line of text as a form takes it; nothing but invisible characters is nothing."""

    def to_python(self, value):
        return super().to_python(plain_line(value) if isinstance(value, str) else value)


class LineField(models.CharField):
    """One line of text as it is stored, whichever way it came."""

    def deconstruct(self):
        """For the database it is a column like others."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options

    def formfield(self, **options):
        return super().formfield(**{"form_class": LineFormField, **options})

    def to_python(self, value):
        value = super().to_python(value)
        return plain_line(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return plain_line(value) if isinstance(value, str) else value

    def pre_save(self, row, add):
        value = super().pre_save(row, add)
        if isinstance(value, str):
            value = plain_line(value)
            setattr(row, self.attname, value)
        return value

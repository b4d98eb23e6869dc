"""An agenda as people write one: a line an item, its parts divided by semicolons."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from web.lines import lines_of

USUAL_LENGTH = 15
MOST_ITEMS = 60


class AgendaField(forms.CharField):
    """Cleans to (title, leader, minutes) rows."""

    def __init__(self, **options):
        options.setdefault("label", _("Agenda"))
        options.setdefault("max_length", 8000)
        options.setdefault(
            "help_text",
            _("One item a line: item; who leads it; minutes. As in “Drivers; Chair; 20”."),
        )
        options.setdefault("widget", forms.Textarea(attrs={"rows": 7}))
        super().__init__(**options)

    def clean(self, value):
        lines = [line.strip() for line in lines_of(super().clean(value))]
        items = [agenda_item(number, line) for number, line in enumerate(lines, start=1) if line]
        if len(items) > MOST_ITEMS:
            raise ValidationError(_("An agenda has at most 60 items."))
        return items


def agenda_item(number, line):
    title, *rest = [part.strip() for part in line.split(";")]
    minutes = USUAL_LENGTH
    if rest and rest[-1].isascii() and rest[-1].isdigit():
        minutes = length(number, rest.pop())
    elif len(rest) > 1:
        raise problem(_("Line %(number)d: end it with the minutes, like 20."), number)
    leader = rest[0] if rest else ""
    if not title or len(rest) > 1:
        raise problem(_("Line %(number)d: write item; who leads it; minutes."), number)
    if len(title) > 200 or len(leader) > 120:
        raise problem(_("Line %(number)d is too long."), number)
    return title, leader, minutes


def length(number, digits):
    if len(digits) > 3 or not 1 <= int(digits) <= 480:
        raise problem(_("Line %(number)d: an item takes 1 to 480 minutes."), number)
    return int(digits)


def problem(text, number):
    return ValidationError(text, params={"number": number})


def agenda_lines(items):
    return "\n".join(f"{item.title}; {item.leader}; {item.minutes}" for item in items)

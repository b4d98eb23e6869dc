"""Dates that people know by heart: three boxes, day, month and year."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

PARTS = ("day", "month", "year")


class DayWidget(forms.Widget):
    """Three text boxes in a fieldset; no calendar to fight with."""

    template_name = "web/day.html"
    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        typed = tuple(data.get(f"{name}-{part}", "").strip()[:20] for part in PARTS)
        return typed if any(typed) else None

    def value_omitted_from_data(self, data, files, name):
        return all(f"{name}-{part}" not in data for part in PARTS)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if isinstance(value, datetime.date):
            value = (value.day, value.month, value.year)
        context["widget"]["invalid"] = bool(attrs and attrs.get("aria-invalid"))
        context["widget"]["parts"] = [
            {
                "name": f"{name}-{part}",
                "id": f"{attrs['id']}-{part}",
                "label": label,
                "value": typed,
            }
            for part, label, typed in zip(
                PARTS, (_("Day"), _("Month"), _("Year")), value or ("", "", ""), strict=True
            )
        ]
        return context

    def id_for_label(self, id_):
        return f"{id_}-day" if id_ else id_


class DayField(forms.Field):
    """A date typed in three boxes; the month as a number or by name, "apr" too."""

    widget = DayWidget
    default_error_messages = {
        "incomplete": _("Enter a day, a month and a year, like 3 4 2027."),
        "invalid": _("Enter a real date, like 3 4 2027."),
    }

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, datetime.date):
            return value or None
        if not all(value):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        day, month, year = value
        try:
            return datetime.date(whole(year), month_number(month), whole(day))
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


def whole(text):
    if not (text.isascii() and text.isdigit()) or len(text) > 4:
        raise ValueError(text)
    return int(text)


def month_number(text):
    """4 for "4", "04", "apr" and "April", in English and in the language of the page."""
    if text.isascii() and text.isdigit():
        return whole(text)
    typed = text.casefold().rstrip(".")
    for number, name in MONTHS.items():
        english = datetime.date(2000, number, 1).strftime("%B")
        names = (str(name).casefold(), english.casefold())
        if len(typed) >= 3 and any(known.startswith(typed) for known in names):
            return number
    raise ValueError(text)

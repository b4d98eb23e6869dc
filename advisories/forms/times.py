"""Days and moments in the browser's own controls."""

import zoneinfo

from django import forms
from django.utils import timezone


def day_box():
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def moment_box():
    return forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


class PlaceTimeField(forms.DateTimeField):
    """A moment typed as the clock on the wall of a zone shows it; UTC unless told."""

    zone = zoneinfo.ZoneInfo("UTC")

    def __init__(self, **options):
        super().__init__(**{"widget": moment_box(), **options})

    def to_python(self, value):
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value):
        with timezone.override(self.zone):
            return super().prepare_value(value)

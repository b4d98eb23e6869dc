"""Alerts written in advance: one for each kind of event, with its correction ready."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .grades import Grade

PLACEHOLDERS = ("place", "until")
NAMED = re.compile(r"\{(\w*)\}")
EVERY_BRACE = re.compile(r"[{}]")


def check_placeholders(text):
    """Named placeholders and no template language: nothing else stands in braces."""
    rest = NAMED.sub(lambda found: "" if found[1] in PLACEHOLDERS else found[0], text)
    if EVERY_BRACE.search(rest):
        raise ValidationError(_("Only {place} and {until} may stand in braces."))


def filled(text, **values):
    """The text with its placeholders filled; one that has no value stays as it is."""
    return NAMED.sub(lambda found: str(values.get(found[1], found[0])), text)


class EventKind(models.TextChoices):
    ATTACK = "attack", _("Attack")
    CRIME = "crime", _("Crime")
    UNREST = "unrest", _("Unrest")
    EARTHQUAKE = "earthquake", _("Earthquake")
    WEATHER = "weather", _("Weather")
    FIRE = "fire", _("Fire or explosion")
    HEALTH = "health", _("Health")
    TRANSPORT = "transport", _("Roads, borders and flights")
    OTHER = "other", _("Anything else")


def text(name, length, **options):
    return models.TextField(name, max_length=length, validators=[check_placeholders], **options)


class AlertTemplate(models.Model):
    """The words for one kind of event; {place} and {until} are filled in when it is used."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind of event"), max_length=12, choices=EventKind)
    grade = models.PositiveSmallIntegerField(_("grade"), choices=Grade)
    title = models.CharField(
        _("what, in a few words"),
        max_length=120,
        validators=[check_placeholders],
        help_text=_("Without the place: it is put in front."),
    )
    what_to_do = text(
        _("what to do"), 3000, help_text=_("One step a line, each beginning with “* ”.")
    )
    what_happened = text(
        _("what happened"),
        6000,
        help_text=_("{place} becomes the name of the place, {until} the day until when it holds."),
    )
    where_and_when = text(_("where and when"), 3000, blank=True)
    if_affected = text(_("if it happened to you"), 3000, blank=True)
    correction_title = models.CharField(
        _("subject of the correction"),
        max_length=120,
        blank=True,
        validators=[check_placeholders],
        help_text=_("Sent if the alert turns out to be a mistake. Empty: a plain sentence."),
    )
    correction_text = text(_("correction"), 300, blank=True)

    class Meta:
        verbose_name = _("alert template")
        ordering = ["-grade", "name"]

    def __str__(self):
        return self.name

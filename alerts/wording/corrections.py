"""What people are told when an alert was sent by mistake."""

from django.utils.translation import gettext as _

from advisories.times import day_in_words
from alerts.models.templates import filled

LONGEST_TITLE, LONGEST_TEXT = 120, 300


def correction_of(alert):
    """(title, text): the template's, or a plain sentence."""
    template = alert.template
    title = template.correction_title if template else ""
    text = template.correction_text if template else ""
    values = {"place": alert.place_names, "until": until_in_words(alert.ends_on)}
    return (
        filled(title or _("disregard our message"), **values)[:LONGEST_TITLE],
        filled(text, **values)[:LONGEST_TEXT] or plain_correction(alert),
    )


def plain_correction(alert):
    words = _("Our message “%s” was sent by mistake. Disregard it. You do not need to do anything.")
    return (words % alert.headline)[:LONGEST_TEXT]


def until_in_words(day):
    return day_in_words(day) if day else _("we say that it is over")

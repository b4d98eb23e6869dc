"""Where an alert stands, in words."""

from django.utils.translation import gettext_lazy as _


def state_of(alert):
    if not alert.published_at:
        return _("Draft")
    if alert.ended_at:
        return _("Ended")
    return _("In force") if alert.is_in_force else _("Over")


def steps_of(alert, at=0):
    """[(name, past, now or coming)] of writing, counting and sending."""
    here = 2 if alert and alert.published_at and at == 0 else at
    names = [_("Write"), _("Check audience"), _("Send")]
    return [
        (name, "past" if number < here else "now" if number == here else "")
        for number, name in enumerate(names)
    ]

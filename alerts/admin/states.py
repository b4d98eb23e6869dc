"""Where an alert stands, in words."""

from django.utils.translation import gettext_lazy as _

from alerts.models.reviews import needs_second_person, review_of


def state_of(alert):
    if not alert.published_at:
        return _("Draft")
    if alert.ended_at:
        return _("Ended")
    if alert.is_scheduled:
        return _("Scheduled")
    return _("In force") if alert.is_in_force else _("Over")


def review_words(alert):
    """What the second person said, if one was asked; empty if not."""
    latest, approved = review_of(alert)
    if latest is None:
        return ""
    if not latest.decided_at:
        return _("waits for approval")
    if approved:
        return _("approved by %s") % latest.decided_by
    return _("changed since it was approved") if latest.approved else _("changes asked for")


def steps_of(alert, at=0):
    """[(name, past, now or coming)] of writing, approving, counting and sending."""
    names = ["write", "audience", "send"]
    if alert and needs_second_person(alert):
        names.insert(1, "approve")
    words = {
        "write": _("Write"),
        "approve": _("Approve"),
        "audience": _("Check audience"),
        "send": _("Send"),
    }
    unread = "approve" in names and not alert.published_at and not review_of(alert)[1]
    here = len(names) - 1 if alert and alert.published_at else names.index(at or "write")
    return [
        (words[name], place_in(number, here, is_open=unread and name == "approve"))
        for number, name in enumerate(names)
    ]


def place_in(number, here, *, is_open):
    """Past, now, or coming; a step that was passed over is not done."""
    if number == here:
        return "now"
    return "past" if number < here and not is_open else ""

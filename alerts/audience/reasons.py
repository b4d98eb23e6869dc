"""Why people will hear of an alert, in words for its sender."""

from django.utils.translation import gettext as _

from alerts.models import Rank, Reason


def reason_in_words(group, place):
    if group.reason == Reason.TRIP:
        if group.rank == Rank.THERE_NOW:
            return _("Have a trip to %s now") % place
        return _("Have a trip to %s within 30 days") % place
    if group.reason == Reason.MEMBER:
        return _("Are members of a council there")
    if group.reason == Reason.EXERCISE:
        return _("Take part in exercises there")
    return _("Follow %s") % place

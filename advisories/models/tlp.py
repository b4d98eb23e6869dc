"""Who may read a text."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .assignments import reach_of


class Tlp(models.TextChoices):
    """Who may read a text (Traffic Light Protocol 2.0, FIRST)."""

    CLEAR = "clear", _("TLP:CLEAR, everybody")
    GREEN = "green", _("TLP:GREEN, members of any council")
    AMBER = "amber", _("TLP:AMBER, members of one council")


def readable(user, tlp="tlp", council="council"):
    """The condition under which `user` may read a text with this TLP, whoever wrote it.

    Members of any council read GREEN, members of the council itself its AMBER. A member's
    rights are looked up live, so that a suspension holds at the next request.
    """
    condition = Q(**{tlp: Tlp.CLEAR})
    if not user.is_authenticated or not user.is_active:
        return condition
    councils = list(user.memberships.active().values_list("membership__council", flat=True))
    staff = reach_of(user)
    if councils or staff:
        condition |= Q(**{tlp: Tlp.GREEN})
    amber = {*councils, *staff.councils}
    return condition | Q(**{tlp: Tlp.AMBER, f"{council}__in": amber})

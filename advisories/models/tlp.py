"""Who may read a text."""

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from web.once import once
from web.statements import statement

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
    councils = [council for council, _role in seats_of(user)]
    staff = reach_of(user)
    if councils or staff:
        condition |= Q(**{tlp: Tlp.GREEN})
    amber = {*councils, *staff.councils}
    return condition | Q(**{tlp: Tlp.AMBER, f"{council}__in": amber})


def seats_of(user):
    """The councils this person belongs to now, each with the role held there."""
    if not user.is_authenticated or not user.is_active:
        return []
    return once(("seats", user.pk), lambda: seats_held_by(user=user.pk))


@statement(user=models.BigIntegerField())
def seats_held_by(at, user):
    active = apps.get_model("council.Member").objects.active(at)
    return active.filter(user=user).values_list("membership__council", "role")

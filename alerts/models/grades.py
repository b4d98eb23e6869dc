from django.db import models
from django.utils.translation import gettext_lazy as _


class Grade(models.IntegerChoices):
    """How much a passing event matters. "Alert" is the name of the thing, never of a grade."""

    NOTICE = 1, _("Notice")
    WARNING = 2, _("Warning")
    EMERGENCY = 3, _("Emergency")

    @property
    def advice(self):
        return [_("be aware"), _("take action"), _("act now")][self.value - 1]

    @property
    def sign(self):
        return "●▲⬣"[self.value - 1]

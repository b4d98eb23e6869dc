"""Rules for passwords that Django does not bring."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class MaximumLengthValidator:
    """Refuse passwords so long that hashing them is an attack."""

    maximum = 128

    def validate(self, password, user=None):
        if len(password) > self.maximum:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self):
        return _("Use at most %(maximum)d characters.") % {"maximum": self.maximum}

"""Email addresses that mail can be sent to."""

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.deconstruct import deconstructible


@deconstructible
class AddressValidator(EmailValidator):
    """As Django's, which takes ſ and İ for letters of a name, and a machine's number for a domain.

    The name before the @ is ASCII: few relays carry another. A domain may be of any script.
    """

    def __call__(self, value):
        super().__call__(value)
        name, _at, domain = value.rpartition("@")
        if not name.isascii() or domain.startswith("["):
            raise ValidationError(self.message, code=self.code, params={"value": value})


check_address = AddressValidator()

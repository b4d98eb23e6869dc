"""What templates of staff pages may use."""

from django.conf import settings


def staff(request):
    """Staff pages say it where no second factor is asked for."""
    return {"two_factor_off": not settings.STAFF_TWO_FACTOR}

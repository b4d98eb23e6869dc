"""Counts as outsiders and members may read them: never small enough to point at a person."""

from django.utils.translation import gettext as _

FEWEST = 5


def about(number):
    """ "about 10", "fewer than 5": a size for everybody to read."""
    if number < FEWEST:
        return few()
    step = 5 if number < 50 else 10
    return _("about %(number)d") % {"number": round_to(number, step)}


def masked(number):
    """The number itself, unless it is small; for people without a right to names."""
    return few() if number < FEWEST else str(number)


def few():
    return _("fewer than %(number)d") % {"number": FEWEST}


def round_to(number, step):
    return int((number + step / 2) // step) * step

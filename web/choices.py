"""The words for a stored choice."""


def label_in(choices, value):
    """As Django's get_..._display, which makes a dict of all choices each time it is asked."""
    return choices(value).label if value in choices else value

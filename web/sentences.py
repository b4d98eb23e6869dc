"""Names within a sentence, as the language of the page writes them."""

from django.utils.translation import get_language

SMALL = ("en",)  # languages in which no noun but a name begins with a capital


def within(name):
    """ "Increased caution" becomes "increased caution"; German nouns keep their capitals."""
    language = (get_language() or "").partition("-")[0]
    return name.lower() if language in SMALL else name

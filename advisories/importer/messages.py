"""What reading a report found, in words for the desk."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .parsed import Note, ParsedReport
from .vocabulary import Vocabulary

SENTENCES = {
    "country_missing": _("No country found in the title, the path line or the text."),
    "country_unknown": _("There is no country called “%(words)s” here."),
    "year_missing": _("No year found. Say which year it is about."),
    "headings_missing": _("No heading was recognized: all text is unplaced."),
    "characters_replaced": _("Characters that cannot be stored were replaced: %(words)s."),
    "rating_missing": _("Rating missing: %(words)s (line %(line)d)."),
    "rating_unmapped": _("The rating “%(words)s” (line %(line)d) is none of the known words."),
    "path_differs": _("The path line does not name “%(words)s”, as the title does."),
    "heading_unknown": _("Heading kept under its own words: “%(words)s” (line %(line)d)."),
    "label_empty": _("Nothing stands behind “%(words)s” (line %(line)d)."),
    "number_as_written": _("No number from abroad is known for “%(words)s” (line %(line)d)."),
    "numbers_many": _("Only the first %(words)s numbers were read."),
    "contacts_elsewhere": _("Numbers found and not proposed, being of other places: %(words)s."),
    "contacts_left_out": _("Numbers found and not proposed, for want of a country: %(words)s."),
}


def describe(note: Note, vocabulary: Vocabulary) -> str:
    words = note.words
    if note.code == "rating_missing":
        words = category_name(words, vocabulary)
    return SENTENCES[note.code] % {"words": words, "line": note.line}


def category_name(category: str, vocabulary: Vocabulary) -> str:
    rows = vocabulary.data["ratings"]["categories"]
    return next((row["name"] for row in rows if row["category"] == category), category)


def describe_unplaced(parsed: ParsedReport) -> str:
    count = parsed.unplaced_characters
    return ngettext(
        "%(count)d character stands under no heading; it is kept beside the draft.",
        "%(count)d characters stand under no heading; they are kept beside the draft.",
        count,
    ) % {"count": count}

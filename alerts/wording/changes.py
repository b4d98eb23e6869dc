"""What is new: in an edition since the one before it, and in a level."""

from django.db.models import Q

FACTS = ("key", "heading", "body", "rating", "rating_words")


def changed_keys(edition):
    """The keys of the sections that are new, gone or different; all of them in a first edition."""
    now, before = sections_of(edition), sections_of(edition_before(edition))
    return sorted({key for key, _facts in now ^ before})


def edition_before(edition):
    older = Q(year__lt=edition.year) | Q(year=edition.year, revision__lt=edition.revision)
    return edition.report.editions.live().filter(older).newest_first().first()


def sections_of(edition):
    """Sections as comparable facts; a text that only moved has not changed."""
    if edition is None:
        return set()
    return {(row[0], row) for row in edition.sections.values_list(*FACTS)}


def is_raised(change):
    before = change.before
    return bool(before and change.level > before.level)

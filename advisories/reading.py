"""One edition laid out for reading: its sections in order, and what differs from the one before."""

from dataclasses import dataclass, field

from .cleaning import cleaned
from .levels import present_level
from .models import Edition, Rating, Section
from .quoted import reports_quoted


@dataclass
class Passage:
    """A section as a reader meets it, with the sections under it."""

    section: Section
    before: Section | None  # the same section of the edition before
    is_new: bool
    under: list["Passage"] = field(default_factory=list)

    @property
    def changed(self):
        """True if its heading, text or rating is another than before."""
        if self.before is None:
            return self.is_new
        return told(self.section) != told(self.before)

    @property
    def rating_before(self):
        """The rating of the edition before where it was another one, or None."""
        before = self.before.rating if self.before else ""
        return before if self.section.rating and before != self.section.rating and before else None

    @property
    def raised(self):
        return Rating(self.section.rating).number > Rating(self.rating_before).number

    @property
    def is_empty(self):
        """Nothing stands here: no text, no rating, no section under it that says more."""
        return not (self.section.body or self.section.rating or self.section.rating_words) and all(
            passage.is_empty for passage in self.under
        )


def told(section):
    return section.heading, cleaned(section.body), section.rating, section.rating_words


@dataclass
class Reading:
    edition: Edition
    editions: list[Edition]  # those of its report that this reader may see, newest first
    passages: list[Passage]  # the chapters, each with what is under it

    @property
    def current(self):
        return self.editions[0]

    @property
    def is_current(self):
        return self.current == self.edition

    @property
    def before(self):
        return before(self.edition, self.editions)

    @property
    def rated(self):
        """Every passage with a rating, in the order of the text."""
        return [passage for passage in everything(self.passages) if passage.section.rating]


def read(edition, editions):
    """Lay out `edition` among the `editions` of its report that its reader may see."""
    known = list(editions.newest_first().defer("summary", "contacts", "problems", "unplaced"))
    older = before(edition, known)
    ids = [edition.pk, *([older.pk] if older else [])]
    sections = list(Section.objects.filter(edition__in=ids))
    old = {section.anchor: section for section in sections if section.edition_id != edition.pk}
    mine = [section for section in sections if section.edition_id == edition.pk]
    return Reading(edition, known, chapters(mine, old, compared=older is not None))


def before(edition, editions):
    """The greatest year and revision below those of `edition`."""
    place = (edition.year, edition.revision)
    return next((other for other in editions if (other.year, other.revision) < place), None)


def chapters(sections, old, *, compared):
    """Sections of depth 1, each with the deeper ones that follow it; empty ones left out."""
    found: list[Passage] = []
    for section in sections:
        earlier = old.get(section.anchor)
        passage = Passage(section, earlier, is_new=compared and earlier is None)
        if section.depth > 1 and found:
            found[-1].under.append(passage)
        else:
            found.append(passage)
    for chapter in found:
        chapter.under = [passage for passage in chapter.under if not passage.is_empty]
    return [chapter for chapter in found if not chapter.is_empty]


def everything(passages):
    for passage in passages:
        yield passage
        yield from passage.under


def laid_out(edition, editions):
    """All that the page of an edition tells; `editions` are those of its report to be seen."""
    country = edition.report.home
    return {
        "edition": edition,
        "report": edition.report,
        "reading": read(edition, editions),
        "country": country,
        "level": present_level(country),
        "attachments": edition.attachments.all(),
        "quoted": reports_quoted(edition),
    }

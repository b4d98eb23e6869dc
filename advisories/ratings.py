"""Ratings of a report over the years: one row a subject, one column a year, as SVG and table."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from .models import Rating, Section

COLUMN, ROW, BAR, LABEL, TOP = 56, 52, 30, 250, 28
STEP = 9  # height of a bar for each number of a rating


@dataclass(frozen=True)
class Cell:
    year: int
    rating: str  # of Rating, or ""
    words: str  # as written, where they could not be mapped

    @property
    def number(self):
        return Rating(self.rating).number if self.rating else 0


@dataclass(frozen=True)
class Row:
    heading: str  # as the newest edition has it
    cells: list[Cell]


def over_the_years(editions):
    """(years, rows): of each year its last edition; subjects are paired by their key.

    Headings and words for ratings changed over the years; keys and mapped ratings did not.
    """
    last = {}
    for edition in sorted(editions, key=lambda edition: (edition.year, edition.revision)):
        last[edition.year] = edition.pk
    sections = Section.objects.filter(edition__in=last.values()).exclude(rating="", rating_words="")
    found = {(section.edition_id, section.anchor): section for section in sections}
    names = headings(last, sections)
    years = sorted(last)
    rows = [
        Row(heading, [cell(year, found.get((last[year], anchor))) for year in years])
        for anchor, heading in names.items()
    ]
    return years, rows


def headings(last, sections):
    """Anchor to heading: subjects in the order of the newest edition, then those given up."""
    names = {}
    for year in sorted(last, reverse=True):
        for section in sections:
            if section.edition_id == last[year]:
                names.setdefault(section.anchor, section.heading)
    return names


def cell(year, section):
    return Cell(year, section.rating if section else "", section.rating_words if section else "")


def chart(years, rows):
    """Bars as high as the rating; hidden from screen readers, which have the table below."""
    width, height = LABEL + COLUMN * len(years), TOP + ROW * len(rows)
    return format_html(
        '<svg class="years" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true" '
        'font-size="13" fill="currentColor">{}{}</svg>',
        width,
        height,
        width,
        height,
        format_html_join("", '<text x="{}" y="16">{}</text>', year_labels(years)),
        mark_safe("".join(line(place, row) for place, row in enumerate(rows))),
    )


def year_labels(years):
    return ((LABEL + COLUMN * place, year) for place, year in enumerate(years))


def line(place, row):
    base = TOP + ROW * (place + 1) - 10
    label = row.heading if len(row.heading) < 36 else f"{row.heading[:35]}…"
    bars = (
        (LABEL + COLUMN * column, base - STEP * cell.number, BAR, STEP * cell.number)
        for column, cell in enumerate(row.cells)
        if cell.number
    )
    return format_html(
        '<text x="0" y="{}">{}</text><path d="M{} {}H{}" stroke="currentColor" opacity=".4"/>{}',
        base,
        label,
        LABEL,
        base + 0.5,
        LABEL + COLUMN * len(row.cells),
        format_html_join("", '<rect x="{}" y="{}" width="{}" height="{}"/>', bars),
    )


def trend(row):
    """In words, for the reader of the table: what came of it since the first year rated."""
    rated = [cell for cell in row.cells if cell.number]
    if len(rated) < 2 or rated[0].number == rated[-1].number:
        return _("Same") if len(rated) > 1 else "–"
    return _("Higher") if rated[-1].number > rated[0].number else _("Lower")

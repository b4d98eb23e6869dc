"""What changed between two editions of a report."""

import re

from django.http import Http404

from advisories.comparison import compare
from web.api import api_page

from . import shapes
from .reports import public

NAME = re.compile(r"(\d{1,4})-v(\d{1,4})", re.ASCII)


@api_page("new", "old")
def changes(query, slug):
    """The editions named as 2017-v1, else the current one and the one before it."""
    known = list(public().filter(report__slug=slug).newest_first())
    if not known:
        raise Http404
    new = named(query, "new", known) or known[0]
    older = [edition for edition in known if place(edition) < place(new)]
    old = named(query, "old", known) or (older[0] if older else None)
    if old is None:
        raise Http404
    old, new = sorted((old, new), key=place)
    comparison = compare(old, new)
    return {
        "old": shapes.edition(old),
        "new": shapes.edition(new),
        "unchanged": comparison.unchanged,
        "sections": [section(change) for change in comparison.changed],
        "contacts": [
            {"before": change.before, "after": change.after} for change in comparison.contacts
        ],
    }


def place(edition):
    return edition.year, edition.revision


def named(query, name, editions):
    value = query.text(name)
    if value is None:
        return None
    match = NAME.fullmatch(value)
    if not match:
        query.refuse(name, "Name an edition by year and revision, like 2017-v1.")
    wanted = tuple(map(int, match.groups()))
    found = next((edition for edition in editions if place(edition) == wanted), None)
    if found is None:
        query.miss(name, "This report has no such edition.")
    return found


def section(change):
    return {
        "way": change.way,
        "key": change.section.key,
        "anchor": change.section.anchor,
        "heading": change.section.heading,
        "before": side(change.before),
        "after": side(change.after),
        "moved": change.moved,
        "renamed": change.renamed,
        "rerated": change.rerated,
        "rewritten": change.rewritten,
        "blocks": [
            [{"kind": piece.kind, "text": piece.text} for piece in block]
            for block in change.shown_blocks
        ],
    }


def side(row):
    return row and {
        "heading": row.heading,
        "rating": row.rating or None,
        "rating_as_written": row.rating_words,
    }

"""A few words around what was found, with marks, safe to show."""

import re

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from portal.places import fold

WORD = re.compile(r"[^\W_]+")
LONGEST = 42  # words
LEAD = 8  # words before the first match
MOST_TRIED = 200  # matches that are looked at as a beginning


def snippet(text, matched):
    """The stretch of `text` with the most of the `matched` words (folded), each marked."""
    spans = [word.span() for word in WORD.finditer(text)]
    hits = [is_matched(text[start:end], matched) for start, end in spans]
    first = best_start(hits)
    shown = spans[first : first + LONGEST]
    if not shown:
        return ""
    last = first + len(shown)
    pieces = marked(text, shown, hits[first:last])
    before = "… " if first else ""
    after = " …" if last < len(spans) else text[shown[-1][1] :]
    return format_html("{}{}{}", before, pieces, after)


def is_matched(word, matched):
    if word.isascii():  # as most words are; folding them all would take longer than the search
        return word.lower() in matched
    return not matched.isdisjoint(fold(word).split())


def best_start(hits):
    """Where to begin so that most matches are within, a few words before the first of them."""
    places = [number for number, hit in enumerate(hits) if hit]
    if not places:
        return 0
    within = {
        place: sum(place <= other < place + LONGEST - LEAD for other in places)
        for place in places[:MOST_TRIED]
    }
    best = max(within, key=lambda place: (within[place], -place))
    return max(0, min(best - LEAD, len(hits) - LONGEST))


def marked(text, spans, hits):
    """The text from the first of these words to the last; every part of it is escaped."""
    start, pieces = spans[0][0], []
    for (begin, end), hit in zip(spans, hits, strict=True):
        if hit:
            pieces += [escape(text[start:begin]), format_html("<mark>{}</mark>", text[begin:end])]
            start = end
    pieces.append(escape(text[start : spans[-1][1]]))
    return format_html_join(SafeString(""), "{}", ((piece,) for piece in pieces))

"""The world map of the home page, drawn as inline SVG from data/world-map.json.

The map is a pointer shortcut: it is hidden from screen readers and skipped by the keyboard,
and the table beside it holds the same countries and levels.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

DATA = Path(__file__).parent / "data" / "world-map.json"
HATCHED = (3, 4)
# The lines of a pattern are styled by class (static/css/portal.css): the CSP forbids style=.
PATTERNS = mark_safe(
    '<defs><pattern id="map-h4" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="h4" d="M0 0V7"/></pattern>'
    '<pattern id="map-h3" width="9" height="9" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(-45)"><path class="h3" d="M0 0V9"/></pattern></defs>'
)


class Place(NamedTuple):
    """What the map says of one country; level None means that no advice is given."""

    level: int | None
    url: str
    name: str


def world_map(
    places: Mapping[str, tuple[int | None, str, str]], *, hidden: Iterable[str] = ()
) -> SafeString:
    """Draw the map; places are keyed by ISO number ("398") or, without one, by alpha-2 ("XK").

    Areas that the site does not want to show are named in `hidden` in the same way
    (SiteSettings.hidden_map_areas).
    """
    known = tuple(sorted((code, Place(*place)) for code, place in places.items()))
    return _drawn(known, frozenset(hidden), get_language())


# A site has one set of levels in a few languages; the next level change replaces them.
@lru_cache(maxsize=16)
def _drawn(
    places: tuple[tuple[str, Place], ...], hidden: frozenset[str], language: str | None
) -> SafeString:
    known = dict(places)
    shapes = [(shape, known.get(_code(shape))) for shape in _shapes() if _code(shape) not in hidden]
    return format_html(
        '<svg viewBox="{}" aria-hidden="true" focusable="false">{}{}{}</svg>',
        _data()["viewBox"],
        PATTERNS,
        format_html_join("", "{}", ((_area(*shape),) for shape in shapes)),
        format_html_join("", "{}", ((_hatch(*shape),) for shape in shapes)),
    )


@cache
def _data() -> dict[str, Any]:
    return json.loads(DATA.read_text(encoding="utf-8"))


def _shapes() -> list[dict[str, Any]]:
    return _data()["areas"] + _data()["dots"]


def _code(shape: dict[str, Any]) -> str:
    return shape["n3"] or shape["a2"]


def _area(shape: dict[str, Any], place: Place | None) -> SafeString:
    if place is None:
        return _outline(shape, SafeString('class="f0"'))
    return format_html(
        '<a href="{}" tabindex="-1"><title>{}</title>{}</a>',
        place.url,
        _title(place),
        _outline(shape, format_html('class="f{}"', place.level or 0)),
    )


def _title(place: Place) -> str:
    if place.level is None:
        return _("%(country)s: no advice") % {"country": place.name}
    return _("%(country)s: level %(level)d") % {"country": place.name, "level": place.level}


def _hatch(shape: dict[str, Any], place: Place | None) -> SafeString:
    """The hatching over levels 3 and 4, so that the map reads without color."""
    if place is None or place.level not in HATCHED:
        return SafeString("")
    return _outline(shape, format_html('class="hatch" fill="url(#map-h{})"', place.level))


def _outline(shape: dict[str, Any], attributes: SafeString) -> SafeString:
    if "d" in shape:
        return format_html('<path {} d="{}"/>', attributes, shape["d"])
    return format_html('<circle {} cx="{}" cy="{}" r="4"/>', attributes, shape["x"], shape["y"])

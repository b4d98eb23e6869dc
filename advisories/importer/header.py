"""Which report this is: country, post, year. From the title, else the path line, else a sentence.

Title and path shapes come from the vocabulary, with {country}, {year}, {kind} and {post} in them.
"""

import re
from functools import cache

from .lines import Line
from .parsed import Header
from .vocabulary import Vocabulary, alternatives

YEAR = r"(?:19|20)\d\d"
MONTH = r"[^\W\d]{3,12}"
DAY = rf"{MONTH}\.? (?:\d{{1,2}},? )?|\d{{1,2}}\.? {MONTH},? |\d{{1,2}}[/.-]\d{{1,2}}[/.-]"
SLOTS = {
    "country": r"(?P<country>[^\d:;>]{2,60}?)",
    "year": rf"(?P<year>{YEAR})",
    "post": r"(?P<post>[^:;>]{2,60})",
    "date": rf"(?P<date>(?:{DAY}){YEAR}|{YEAR}-\d\d-\d\d)",
}
LONGEST_TITLE = 200
UNSAID = " ,-–—\u200b\u200e\u200f\ufeff"  # around a name; the last four are never seen
LONGEST_PATH = 400


def read_header(preface: list[Line], lines: list[Line], vocabulary: Vocabulary) -> Header:
    """`preface` stands above the first heading; the title may be repeated in it."""
    titles = [(line, found) for line in preface if (found := title_of(line.text, vocabulary))]
    if titles:
        said = titles[0][1]
        titles = [(line, found) for line, found in titles if found == said]
    else:
        said = {}
    paths = [(line, path) for line in preface if (path := paths_of(line.text, vocabulary))]
    dates = [(line, year) for line in preface if (year := updated_year(line.text, vocabulary))]
    places = max((path for _, found in paths for path in found), key=len, default=())
    country = said.get("country") or (places[1] if len(places) > 1 else "")
    post = said.get("post") or (places[2] if len(places) > 2 else "")
    year = said.get("year") or (dates[0][1] if dates else "")
    used = {line.start: line for line, _ in [*titles, *paths, *dates]}
    return Header(
        title=titles[0][0].text if titles else "",
        country_name=country or country_page(lines, vocabulary),
        post_name=post,
        year=int(year) if year else None,
        kind=said.get("kind", ""),
        paths=tuple(path for _, found in paths for path in found),
        lines=tuple(used[start] for start in sorted(used)),
    )


def title_of(text: str, vocabulary: Vocabulary) -> dict[str, str]:
    """What a title line says, or nothing if it is none."""
    if len(text) > LONGEST_TITLE:
        return {}
    patterns, kinds = titles_of(vocabulary)
    text = around_title(vocabulary).sub("", text)
    for pattern in patterns:
        if found := pattern.fullmatch(text):
            said = {slot: (words or "").strip(UNSAID) for slot, words in found.groupdict().items()}
            return said | {"kind": kinds.get(said.get("kind", "").casefold(), "")}
    return {}


@cache
def around_title(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Words such as "Subject:" before a title, or the name of the site behind it."""
    patterns = vocabulary.data.get("around_title", [])
    return re.compile("|".join(patterns) or "(?!)", re.IGNORECASE)


@cache
def titles_of(vocabulary: Vocabulary) -> tuple[list[re.Pattern[str]], dict[str, str]]:
    kinds = {
        name.casefold(): row["kind"]
        for row in vocabulary.data.get("report_kinds", [])
        for name in row["names"]
    }
    slots = SLOTS | {"kind": f"(?P<kind>{alternatives(kinds)})"}
    shapes = vocabulary.data.get("titles", [])
    return [re.compile(filled(shape, slots), re.IGNORECASE) for shape in shapes], kinds


def filled(shape: str, slots: dict[str, str]) -> str:
    """A shape from the vocabulary as a pattern, with its slots filled in."""
    for slot, pattern in slots.items():
        shape = shape.replace("{" + slot + "}", pattern)
    return shape


def paths_of(text: str, vocabulary: Vocabulary) -> list[tuple[str, ...]]:
    """The paths of a line such as "Region > Country; Region > Country > Post"."""
    separator = vocabulary.data.get("path_separator", ">")
    if separator not in text or len(text) > LONGEST_PATH:
        return []
    paths = [tuple(part.strip() for part in path.split(separator)) for path in text.split(";")]
    whole = all(2 <= len(path) <= 4 and (all(path) or path[0]) for path in paths)
    return paths if whole else []


def updated_year(text: str, vocabulary: Vocabulary) -> str:
    for pattern in sentences(vocabulary, "last_updated"):
        if (found := pattern.match(text)) and found.end() == len(text):
            years = re.findall(r"(?:19|20)\d\d", found["date"])
            return years[-1] if years else ""
    return ""


def country_page(lines: list[Line], vocabulary: Vocabulary) -> str:
    """The country of a sentence that sends the reader to its page."""
    for pattern in sentences(vocabulary, "country_page"):
        for line in lines:
            if found := pattern.search(line.text):
                return found["country"].strip()
    return ""


@cache
def sentences(vocabulary: Vocabulary, name: str) -> list[re.Pattern[str]]:
    shapes = vocabulary.data.get(name, [])
    return [re.compile(filled(shape, SLOTS), re.IGNORECASE) for shape in shapes]

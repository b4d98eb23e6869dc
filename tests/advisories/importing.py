"""What the tests of the importer share: texts, and a reading of results that is not its own."""

import re
import textwrap
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

from advisories.importer import load_vocabulary, parse_report, read_source
from tests.support.skips import SEED

VOCABULARY = load_vocabulary()
COUNTRIES = {"kazakhstan": "KZ"}
SEED_REPORT = SEED / "almaty-2017.txt"
SAMPLE = Path(__file__).parents[2] / "portal" / "sample"
TITLE = "Kazakhstan 2017 Crime & Safety Report: Almaty"
BULLETS = "•·▪◦‣●○■□*-–—"  # become list markup


def read(text, vocabulary=VOCABULARY):
    return parse_report(text, vocabulary, COUNTRIES)


def read_path(path):
    return read(read_source(path))


def report(*blocks):
    """A report of these blocks under a title."""
    return read("\n\n".join([TITLE, *blocks]))


def keys(parsed):
    return [section.key for section in parsed.sections]


def notes(parsed, code):
    return [note.words for note in parsed.notes if note.code == code]


class Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words = []

    def handle_data(self, data):
        self.words.append(data)


def words_of(body):
    reader = Words()
    reader.feed(body)
    reader.close()
    return " ".join(reader.words)


def signs(text):
    """How often each character stands in the text, spaces and bullets apart."""
    return Counter(sign for sign in text if not sign.isspace() and sign not in BULLETS)


def signs_of(parsed):
    """The same for everything that reading a report yielded."""
    lines = [*parsed.chrome, *parsed.header.lines, *parsed.unplaced]
    pieces = [line.text for line in lines]
    for section in parsed.sections:
        # The heading of a lead paragraph is the vocabulary's and none of the source.
        pieces += [section.heading if section.title.raw else "", words_of(section.body)]
    return signs("".join(pieces))


# The same text in the shapes in which people have it. Each takes a text in the first of them:
# paragraphs, blank lines between.


def page(text):
    """Shape B: a newer web page, with a view counter, other bullets and blanks behind headings."""
    lines = [line + "   " if VOCABULARY.match(line) else line for line in text.split("\n")]
    body = "\n".join(lines).replace("• ", "·         ")
    above = "Report\nDETAILS\n1,234 views\n\nPrint\nShare\n\n"
    return f"{above}{body}\n\nBack to top\n"


def wrapped(text, width=80, blank=2):
    """Shape C: hard-wrapped, every blank line doubled, the title twice."""
    lines = [part for line in text.split("\n") for part in textwrap.wrap(line, width) or [""]]
    title = next(line for line in text.split("\n") if "Report:" in line)
    return title + "\n" * 3 + "\n".join(lines).replace("\n\n", "\n" * (blank + 1))


def from_pdf(text, names=("Kazakhstan", "Astana", "Aktobe", "Aktau", "Atyrau")):
    """Shape D: place names are gone, bullets are glued into one line."""
    for name in names:
        text = text.replace(name, "")
    return re.sub(r"\n+ *• ", " • ", text)


def on_one_line(text):
    """Shape E: the whole report on one line, and words broken at their hyphens."""
    return re.sub(r"([^\W\d_])-([^\W\d_])", r"\1- \2", " ".join(text.split()))


def memo(text, width=65, mark="(U) ", colon=""):
    """Shape F: a numbered outline with portion marks under routing lines."""
    numerals = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII"]
    first = second = 0
    lines = ["UNCLASSIFIED", "", "FROM: Security Office", "TO: Headquarters", ""]
    for line in text.split("\n"):
        key = VOCABULARY.match(line)
        if key and VOCABULARY.kind(key).depth == 1:
            first, second = first + 1, 0
            line = f"{numerals[first - 1]}. {mark}{line.strip()}{colon}"
        elif key:
            second += 1
            line = f"  {chr(64 + second)}. {mark}{line.strip()}{colon}"
        elif len(line) > 80:
            line = mark + line
        lines += textwrap.wrap(line, width) or [""]
    return "\n".join(lines)


SHAPES = {
    "page": page, "wrapped": wrapped, "pdf": from_pdf, "line": on_one_line, "memo": memo,
}  # fmt: skip

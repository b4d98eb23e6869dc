"""What the tests of the importer share: texts, and a reading of results that is not its own."""

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
        pieces += [section.heading, words_of(section.body)]
    return signs("".join(pieces))

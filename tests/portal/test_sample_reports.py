"""The sample reports hold the facts of the seed report in words of their own."""

import re
from pathlib import Path

import pytest

import portal.sample
from advisories.importer import current_vocabulary, parse_report
from tests.support.skips import SEED

TEXTS = Path(portal.sample.__file__).parent
ALMATY = ["almaty-2016.txt", "almaty-2017.txt"]
RUN = 8  # so many words in a row are a copied sentence
# Names, titles and numbers are facts, and facts carry over. Headings are left out below.
FACTS = re.compile(
    r"“[^”]+”|\(?\d-\d{3}-\d{3}-\d{4}\)?( \(24 hrs\))?"
    r"|^[^.]*(Street|Zholdasbekova|Kazakhstan 050059).*$"
    r"|^.*Crime & Safety Report.*$|^.*( > ).*$|U\.S\. (Embassy|Consulate General)( Almaty| Astana)?"
    r"|^(Regional Security Officer|American Citizen Services|After hours)[^:\n]*:",
    re.MULTILINE,
)


def words_of(text):
    return re.findall(r"[a-z0-9’]+", text.lower().replace("-", " "))


def runs_of(text):
    """Every run of words within a line: neither headings nor neighbors make a sentence."""
    for line in FACTS.sub("\n", text).splitlines():
        words = words_of(line)
        yield from (tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def sample(name):
    return (TEXTS / name).read_text(encoding="utf-8")


def parse(name):
    return parse_report(sample(name), current_vocabulary(), {"kazakhstan": "KZ"})


@pytest.mark.parametrize("name", [*ALMATY, "astana-2017.txt"])
def test_the_importer_reads_a_sample_without_a_question(name):
    report = parse(name)

    assert report.lost_characters == 0
    assert report.unplaced_characters == 0
    assert report.missing_ratings == []
    assert "other" not in {section.key for section in report.sections}
    assert f"{report.post_name.lower()}-{report.year}.txt" == name


@pytest.mark.parametrize("name", ALMATY)
def test_almaty_has_the_eight_numbers(name):
    numbers = {contact.number for contact in parse(name).contacts}

    assert len(numbers) == 8
    assert {"102", "8-727-250-4892", "8-777-007-2359"} <= numbers


def test_the_editions_differ_where_things_changed():
    old, new = ({s.anchor: s.body for s in parse(name).sections} for name in ALMATY)

    changed = {anchor for anchor in new if old[anchor] != new[anchor]}

    assert changed == {"public_transport", "terrorism", "terrorism_threats", "police", "guidance"}


@pytest.mark.seed
@pytest.mark.parametrize("name", ALMATY)
def test_almaty_has_the_headings_of_the_seed_in_its_order(name):
    seed = parse_report((SEED / "almaty-2017.txt").read_text(), current_vocabulary())

    headings = [section.heading for section in parse(name).sections]

    assert len(headings) == 28
    assert headings == [section.heading for section in seed.sections]


@pytest.mark.seed
@pytest.mark.parametrize("name", [*ALMATY, "astana-2017.txt"])
def test_no_sentence_of_the_seed_is_copied(name):
    seed = (SEED / "almaty-2017.txt").read_text()
    headings = "|".join(re.escape(section.heading) for section in parse(ALMATY[1]).sections)
    original = re.sub(rf"^({headings})\W*$", "", seed, flags=re.MULTILINE)

    shared = set(runs_of(original)) & set(runs_of(sample(name)))

    assert len(set(runs_of(original))) > 1000  # the seed was not emptied by FACTS
    assert {" ".join(run) for run in shared} == set()

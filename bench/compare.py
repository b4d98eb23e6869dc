"""Comparing two editions of 35 kB: pairing their sections, and the words of every change.

28 sections; in the later edition one is new in the middle, one is gone, one moved to the end,
one paragraph in seven has other words, and some sections have another rating.
"""

import random
import statistics

import place
from figures import figure, seconds

place.empty()

from advisories.comparison import compare  # noqa: E402
from advisories.models import Section  # noqa: E402
from tests.factories import make_edition, make_report  # noqa: E402

LENGTH, SECTIONS, PARAGRAPHS = 35_000, 28, 5
ROUNDS = 30


def main():
    source = random.Random(11)
    words = ["".join(source.choices("aeiourstlnmk", k=source.randint(2, 9))) for _ in range(2500)]
    old = [paragraphs(source, words) for _section in range(SECTIONS)]
    report = make_report()
    before = stored(report, 2024, dict(enumerate(old)))
    after = stored(report, 2025, rewritten(source, words, old))
    size = min(sum(len(row.body) for row in edition.sections.all()) for edition in (before, after))
    assert size >= LENGTH, size
    found = compare(before, after)
    added = [change for change in found.changes if change.added]
    moved = [change for change in found.changes if change.moved]
    figure("sections told as new after one was put in the middle", len(added), 1)
    figure("sections told as moved after one moved", len(moved), 1)
    taken = [seconds(lambda: read(compare(before, after))) for _round in range(ROUNDS)]
    figure(f"compare two editions of {size // 1000} kB", statistics.median(taken) * 1000, 20, "ms")


def paragraphs(source, words):
    length = LENGTH // SECTIONS // PARAGRAPHS + 8
    made = []
    for _paragraph in range(PARAGRAPHS):
        text = ""
        while len(text) < length:
            text += f"{source.choice(words)} "
        made.append(text.strip().capitalize() + ".")
    return made


def rewritten(source, words, old):
    """{heading number: paragraphs} in the order of the later edition."""
    new = {number: list(rows) for number, rows in enumerate(old)}
    for rows in new.values():
        for place_of, text in enumerate(rows):
            if source.random() < 1 / 7:
                some = text.split()
                for _change in range(6):
                    some[source.randrange(len(some))] = source.choice(words)
                rows[place_of] = " ".join(some)
    del new[9]
    moved = new.pop(4)
    order = list(new.items())
    order.insert(14, (100, paragraphs(source, words)))
    return dict([*order, (4, moved)])


def stored(report, year, sections):
    edition = make_edition(report, year=year, published=False)
    Section.objects.bulk_create(
        Section(
            edition=edition,
            position=position,
            key=f"key{number}",
            anchor=f"key{number}",
            heading=f"Subject {number}",
            rating="high" if (number + year) % 9 == 0 else "medium",
            body="".join(f"<p>{text}</p>" for text in rows),
        )
        for position, (number, rows) in enumerate(sections.items(), 1)
    )
    return edition


def read(comparison):
    """Everything that the page of changes shows."""
    return [change.shown_blocks for change in comparison.changes]


if __name__ == "__main__":
    main()

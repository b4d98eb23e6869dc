"""Two editions of the Almaty report, one of Astana, and a note for members only.

The public reports come in through the importer, as an editor would bring them, and are then
cleaned up and published with the dates of the time.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from advisories.actions import Kind, publish_edition, save_edition, start_edition
from advisories.actions.imports import import_report
from advisories.models import Rating, Report, Section, Tlp

from .days import day, moment

TEXTS = Path(__file__).parent
REPORTS = [
    "almaty-crime-and-safety-report",
    "astana-crime-and-safety-report",
    "driving-overseas",
    "almaty-members-note",
]
RATING_LINE = re.compile(r"<p>[\w ]+ Rating: \w+</p>\s*")
OFFICE = "Regional security office, Almaty"
# The importer finds the ratings of crime, terrorism and political violence by itself.
MORE_RATINGS = {
    "road": Rating.CRITICAL,
    "public_transport": Rating.HIGH,
    "environment": Rating.CRITICAL,
    "medical": Rating.CRITICAL,
}
ROADS = ("Roads", "the biggest daily danger. Use an experienced local driver.")
NIGHT = ("Night life", "foreigners have been drugged and robbed in bars, clubs and unmarked cabs.")
THEFT = ("Theft", "petty and opportunistic, in markets and on buses.")
EARTHQUAKES = ("Earthquakes", "Almaty lies on a major fault. Keep an emergency kit.")


@dataclass
class Import:
    """One text of this folder, with what an editor adds to it."""

    file: str
    published_at: datetime
    in_short: list[tuple[str, str]]
    change_note: str
    ratings: dict[str, Rating] = field(default_factory=dict)


IMPORTS = [
    Import(
        "almaty-2016.txt",
        moment(date(2016, 2, 4), 10),
        [ROADS, NIGHT, THEFT, EARTHQUAKES],
        "Asks drivers to expect no tolerance for alcohol. Contact numbers checked.",
        MORE_RATINGS,
    ),
    Import(
        "almaty-2017.txt",
        moment(date(2017, 2, 2), 10),
        [
            ROADS,
            NIGHT,
            THEFT,
            ("Terrorism", "two attacks in 2016; the rating rises to medium."),
            EARTHQUAKES,
        ],
        "Adds the two attacks of 2016 and raises the terrorism rating. Updates taxis, police "
        "patrols and the visa rule. Contact numbers checked on 27 January 2017.",
        MORE_RATINGS,
    ),
    Import(
        "astana-2017.txt",
        moment(date(2017, 2, 2), 9),
        [ROADS, NIGHT, ("Terrorism", "two attacks in the country in 2016.")],
        "Contact numbers and hours checked with the embassy.",
        {"road": Rating.CRITICAL, "medical": Rating.CRITICAL},
    ),
]
GUIDANCE = {
    "Insurance": "<p>Buy enough liability cover from a local insurer. Keep a policy at home as "
    "well.</p>",
    "Papers": "<p>For a car of your own, carry proof of insurance, the technical passport of the "
    "vehicle and its registration.</p>",
    "Local law": "<p>Look up the limit for alcohol before you drive. Some countries, Kazakhstan "
    "among them, allow none.</p>",
    "When to hire a driver": "<p>Where traffic is the greatest danger, leave the driving to an "
    "experienced local driver. Arrange the car through your host or hotel.</p>",
}
NOTE = {
    "What members have seen": "<p>Two members reported drink-spiking last month, both in bars "
    "where staff opened the bottles out of sight.</p><p>Please send what you see to the "
    "secretary, with names removed.</p>",
    "Getting around": "<p>Steppe Energy shares its list of vetted drivers with all members.</p>",
}


def make_reports(people):
    """In the order of time, so that each edition is compared with the one before it."""
    for source in IMPORTS:
        bring_in(source, people)
    write_guidance(people)
    write_members_note(people)


def bring_in(source, people):
    editor = people["editor"]
    draft = import_report((TEXTS / source.file).read_text(encoding="utf-8"), by=editor)
    draft.summary = in_short(source.in_short)
    draft.change_note = source.change_note
    draft.approved_as = OFFICE
    draft.next_review_on = day(70)
    draft.problems = []
    sections = list(draft.sections.all())
    settle_ratings(sections, source.ratings)
    save_edition(draft, sections, by=editor, version=draft.version)
    publish_edition(draft, by=people["publisher"], kind=Kind.MAJOR, at=source.published_at)


def in_short(points):
    """A list as the "In short" box of the form makes it."""
    items = "".join(f"<li><strong>{subject}:</strong> {rest}</li>" for subject, rest in points)
    return f"<ul>{items}</ul>"


def settle_ratings(sections, more):
    """Values, not text: the lines that gave them go, and the crime rating joins the crime text."""
    by_key = {section.key: section for section in sections}
    for section in sections:
        section.rating = more.get(section.key, section.rating)
        section.body = RATING_LINE.sub("", section.body)
    by_key["crime"].rating, by_key["overall"].rating = by_key["overall"].rating, ""


def write_guidance(people):
    """A report on a topic: no country, no post."""
    report = Report.objects.create(title="Driving overseas: what to check first", slug=REPORTS[2])
    note = "Insurance, papers, local law and when to hire a driver instead."
    write(report, GUIDANCE, people, at=moment(date(2017, 1, 19), 10), change_note=note)


def write_members_note(people):
    """TLP:GREEN: members of any council read it, nobody else knows that it is there."""
    almaty = Report.objects.get(slug=REPORTS[0])
    report = Report.objects.create(
        country=almaty.country, post=almaty.post, title="Almaty members’ note", slug=REPORTS[3]
    )
    note = "New: what members reported last month."
    write(report, NOTE, people, at=moment(day(-9), 10), change_note=note, tlp=Tlp.GREEN)


def write(report, texts, people, *, at, **fields):
    """The first edition of a report, from its headings and texts."""
    draft = start_edition(report, by=people["editor"], year=at.year)
    for name, value in {"next_review_on": day(70), **fields}.items():
        setattr(draft, name, value)
    sections = [
        Section(position=number, key="other", heading=heading, body=body)
        for number, (heading, body) in enumerate(texts.items(), start=1)
    ]
    save_edition(draft, sections, by=people["editor"], version=draft.version)
    publish_edition(draft, by=people["publisher"], kind=Kind.MAJOR, at=at)

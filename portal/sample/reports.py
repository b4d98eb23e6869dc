"""Two editions of the Almaty report, one of Astana, and a note for members only.

The public reports come in through the importer, as an editor would bring them, and are then
cleaned up and published with the dates of the time.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from advisories.actions import Kind, publish_edition, save_edition, start_edition
from advisories.actions.imports import import_report
from advisories.models import Rating, Report, Section, Tlp

from .days import day, moment

TEXTS = Path(__file__).parent
REPORTS = [
    "almaty-crime-and-safety-report",
    "astana-crime-and-safety-report",
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
    published_on: date
    in_short: list[tuple[str, str]]
    change_note: str
    ratings: dict[str, Rating] = field(default_factory=dict)


IMPORTS = [
    Import(
        "almaty-2016.txt",
        date(2016, 2, 4),
        [ROADS, NIGHT, THEFT, EARTHQUAKES],
        "Asks drivers to expect no tolerance for alcohol. Contact numbers checked.",
        MORE_RATINGS,
    ),
    Import(
        "almaty-2017.txt",
        date(2017, 2, 2),
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
        date(2017, 2, 2),
        [ROADS, NIGHT, ("Terrorism", "two attacks in the country in 2016.")],
        "Contact numbers and hours checked with the embassy.",
        {"road": Rating.CRITICAL, "medical": Rating.CRITICAL},
    ),
]
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
    publish_edition(
        draft, by=people["publisher"], kind=Kind.MAJOR, at=moment(source.published_on, 10)
    )


def in_short(points):
    """Lines as the "In short" box of the form takes them."""
    return "\n".join(f"**{subject}:** {rest}" for subject, rest in points)


def settle_ratings(sections, more):
    """Values, not text: the lines that gave them go, and the crime rating joins the crime text."""
    by_key = {section.key: section for section in sections}
    for section in sections:
        section.rating = more.get(section.key, section.rating)
        section.body = RATING_LINE.sub("", section.body)
    by_key["crime"].rating, by_key["overall"].rating = by_key["overall"].rating, ""


def write_members_note(people):
    """TLP:GREEN: members of any council read it, nobody else knows that it is there."""
    almaty = Report.objects.get(slug=REPORTS[0])
    report = Report.objects.create(
        country=almaty.country, post=almaty.post, title="Almaty members’ note", slug=REPORTS[2]
    )
    draft = start_edition(report, by=people["editor"], year=day(0).year)
    draft.tlp = Tlp.GREEN
    draft.change_note = "New: what members reported last month."
    draft.next_review_on = day(30)
    sections = [
        Section(position=number, key="other", heading=heading, body=body)
        for number, (heading, body) in enumerate(NOTE.items(), start=1)
    ]
    save_edition(draft, sections, by=people["editor"], version=draft.version)
    publish_edition(draft, by=people["publisher"], kind=Kind.MAJOR, at=moment(day(-9), 10))

from dataclasses import dataclass, field

from django.core.management.base import BaseCommand, CommandError

from advisories.actions.import_places import country_codes
from advisories.actions.imports import import_parsed, problems_of
from advisories.importer import (
    UnreadableReport,
    current_vocabulary,
    read_report,
)
from web.errors import RefusedError

COLUMNS = ["file", "country", "post", "year", "sections", "ratings", "unplaced", "lost", "draft"]

BAR = 30  # signs
LONGEST_NAME = 30


@dataclass
class Outcome:
    """What became of one file: a row of the table, and what is said below it."""

    file: str
    cells: list[str] = field(default_factory=lambda: ["-"] * (len(COLUMNS) - 1))
    problems: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)
    error: str = ""


class Command(BaseCommand):
    help = "Read reports from text and Word files, each into a draft; numbers wait to be confirmed."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--check", action="store_true", help="tell what would be; store nothing"
        )

    def handle(self, *, files, check, **options):
        codes = country_codes()
        outcomes = []
        for number, file in enumerate(files, 1):
            if len(files) > 1:
                self.show_progress(number, len(files), shown(file))
            outcomes.append(bring_in(file, codes, check=check))
        self.stdout.write("\n".join(table(outcomes)))
        for outcome in outcomes:
            self.tell(outcome)
        failed = sum(bool(outcome.error) for outcome in outcomes)
        if failed:
            raise CommandError(f"{failed} of {len(files)} files failed.")

    def show_progress(self, number, count, file):
        """A bar that stays on its line; where nobody watches, a line for each file."""
        if not self.stderr.isatty():
            self.stderr.write(f"{number}/{count} {file}")
            return
        done = BAR * number // count
        bar = "#" * done + "." * (BAR - done)
        name = file[-LONGEST_NAME:].ljust(LONGEST_NAME)
        end = "\n" if number == count else ""
        self.stderr.write(f"\r[{bar}] {number}/{count} {name}", ending=end)
        self.stderr.flush()

    def tell(self, outcome):
        lines = [f"  ! {problem}" for problem in outcome.problems]
        lines += [f"  + {contact}" for contact in outcome.contacts]
        if outcome.error:
            lines.insert(0, f"  failed: {outcome.error}")
        self.stdout.write("\n".join(["", outcome.file, *lines]))


def bring_in(file, codes, *, check):
    outcome = Outcome(shown(file))
    try:
        parsed = read_report(file, current_vocabulary(), codes)
        outcome.contacts = [words_for(contact) for contact in parsed.contacts]
        outcome.problems = problems_of(parsed, codes.get(parsed.country_name.casefold()))
        outcome.cells = [*cells_for(parsed), "not stored"]
        if not check:
            outcome.cells[-1] = str(import_parsed(parsed, codes=codes).pk)
    except (UnreadableReport, RefusedError) as error:
        outcome.error = str(error)
    return outcome


def cells_for(parsed):
    missing = len(parsed.missing_ratings)
    ratings = str(len(parsed.ratings)) + (f", {missing} missing" if missing else "")
    return [
        parsed.country_name or "-",
        parsed.post_name or "-",
        str(parsed.year or "-"),
        str(len(parsed.sections)),
        ratings,
        str(parsed.unplaced_characters),
        str(parsed.lost_characters),
    ]


def words_for(contact):
    abroad = f" ({contact.e164})" if contact.e164 else ""
    whose = ", ".join(filter(None, [contact.role, contact.name, contact.post_name]))
    return f"proposed contact: {contact.number}{abroad} {whose} (line {contact.line})"


def table(outcomes):
    """The rows under each other, every column as wide as its widest cell."""
    rows = [COLUMNS, *([outcome.file, *outcome.cells] for outcome in outcomes)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()


def shown(file):
    """A file's name as a terminal can show it, whatever bytes it has."""
    return file.encode(errors="replace").decode()

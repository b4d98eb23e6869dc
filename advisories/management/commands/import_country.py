from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from advisories.actions.bundles import import_country
from advisories.bundle import read_bundle
from web.errors import RefusedError


class Command(BaseCommand):
    help = "Read the bundle of a country: editions become drafts, numbers and levels proposals."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")

    def handle(self, *, file, **options):
        try:
            outcome = import_country(read_bundle(Path(file).read_text(encoding="utf-8")))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        except (RefusedError, UnicodeDecodeError) as error:
            raise CommandError(f"{file}: {error}") from error
        self.tell("Drafts", [f"{draft.title}, {draft.year}" for draft in outcome.drafts])
        self.tell("Posts, not listed yet", [post.full_name for post in outcome.posts])
        self.tell("Numbers to confirm", [str(contact) for contact in outcome.contacts])
        self.tell("To decide on", outcome.proposals)
        self.tell("Left out", outcome.left_out)

    def tell(self, title, lines):
        self.stdout.write(f"{title}: {len(lines)}")
        for line in lines:
            self.stdout.write(f"  {line}")

from django.core.management.base import BaseCommand

from advisories.countries import load_countries


class Command(BaseCommand):
    help = "Load the regions, countries and indicators that come with the portal."

    def add_arguments(self, parser):
        parser.add_argument(
            "--update",
            action="store_true",
            help="also bring countries that exist up to the file, names included",
        )

    def handle(self, *, update, verbosity, **options):
        counts = load_countries(update=update)
        if not verbosity:
            return
        for noun in ("region", "indicator", "country"):
            added, updated = counts[f"{noun} added"], counts[f"{noun} updated"]
            self.stdout.write(f"{noun}: {added} added, {updated} updated")

import json

from django.core.management.base import BaseCommand, CommandError

from advisories.api.places import country_of
from advisories.bundle import export_country


class Command(BaseCommand):
    help = "Write everything public about a country to a file, for another council's portal."

    def add_arguments(self, parser):
        parser.add_argument("country", metavar="CODE", help="ISO 3166-1 code, such as KZ")
        parser.add_argument("file", nargs="?", metavar="FILE", help="standard output without one")

    def handle(self, *, country, file, **options):
        found = country_of(country)
        if found is None:
            raise CommandError(f"There is no country with the code {country}.")
        text = json.dumps(export_country(found), indent=2, ensure_ascii=False)
        if not file:
            self.stdout.write(text)
            return
        try:
            with open(file, "w", encoding="utf-8") as target:
                target.write(text + "\n")
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error

from django.core.management.base import BaseCommand, CommandError

from advisories.countries import DATA, load_countries


class Command(BaseCommand):
    help = "Load regions, countries and indicators: those that come with the portal, or your own."

    def add_arguments(self, parser):
        parser.add_argument(
            "--update",
            action="store_true",
            help="also bring countries that exist up to the file, names included",
        )
        parser.add_argument(
            "--file", default=DATA, help="another file of the same shape, with names of your own"
        )

    def handle(self, *, update, file, verbosity, **options):
        try:
            counts = load_countries(update=update, file=file)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        except ValueError as error:
            raise CommandError(f"{file}: no JSON that can be read: {error}") from error
        except (KeyError, TypeError, AttributeError) as error:
            raise CommandError(
                f"{file}: not of the shape of advisories/data/countries.json: {error!r}"
            ) from error
        if not verbosity:
            return
        for noun in ("region", "indicator", "country"):
            added, updated = counts[f"{noun} added"], counts[f"{noun} updated"]
            self.stdout.write(f"{noun}: {added} added, {updated} updated")

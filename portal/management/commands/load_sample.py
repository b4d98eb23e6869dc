from django.core.management.base import BaseCommand, CommandError

from portal.sample import actions


class Command(BaseCommand):
    help = "Fill an empty database with sample content, or take the sample content away again."

    def add_arguments(self, parser):
        parser.add_argument("--password", help="give every sample person this password")
        parser.add_argument("--remove", action="store_true", help="remove the sample content")

    def handle(self, *, password, remove, verbosity, **options):
        if remove:
            self.remove(verbosity)
            return
        try:
            actions.load_sample(password)
        except actions.NotEmptyError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write("Sample content loaded. Every page says that it is not advice.")

    def remove(self, verbosity):
        for row in actions.remove_sample():
            self.stdout.write(f"kept, as it is in use: {row._meta.verbose_name} {row}")
        if verbosity:
            self.stdout.write("Sample content removed.")

from django.core.management.base import BaseCommand, CommandError

from alerts.engine.crew import Crew
from alerts.engine.smtp import RelayDown
from alerts.worker import Worker


class Command(BaseCommand):
    help = "Finds what people should be told of, queues the mail and hands it over."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Stop when nothing is due.")
        parser.add_argument(
            "--processes", type=int, default=1, help="So many workers, about one a core."
        )

    def handle(self, *, once, processes, **options):
        if processes < 1 or (once and processes > 1):
            raise CommandError("--processes is a number from 1 up, and 1 with --once.")
        if processes > 1:
            Crew(processes).run()
        elif once:
            try:
                Worker().run_once()
            except RelayDown as error:
                raise CommandError(f"The mail server does not answer: {error}") from error
        else:
            Worker().run_until_signal()

import signal

from django.core.management.base import BaseCommand, CommandError

from alerts.smtp import RelayDown
from alerts.worker import Worker


class Command(BaseCommand):
    help = "Finds what people should be told of, queues the mail and hands it over."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Stop when nothing is due.")

    def handle(self, *, once, **options):
        worker = Worker()
        if once:
            try:
                worker.run_once()
            except RelayDown as error:
                raise CommandError(f"The mail server does not answer: {error}") from error
            return
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, worker.stop)
        worker.run()

import logging

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from alerts.engine.crew import Crew
from alerts.engine.delivery import everybody_is_allowed
from alerts.engine.smtp import RelayDown
from alerts.worker import Worker
from web.checks import refuse_unsafe_start

logger = logging.getLogger(__name__)


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
        refuse_unsafe_worker()
        name_missing_tables()
        if processes > 1:
            Crew(processes).run()
        elif once:
            try:
                Worker().run_once()
            except RelayDown as error:
                raise CommandError(f"The mail server does not answer: {error}") from error
        else:
            Worker().run_until_signal()


def refuse_unsafe_worker():
    """Links in mail must lead to this site, and a forgotten variable must not keep mail back."""
    try:
        refuse_unsafe_start()
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from error
    if not everybody_is_allowed():
        logger.warning(
            "PORTAL_ENV is development: only addresses in MAIL_ALLOW get mail, all other "
            "mail is recorded as not sent. A site that mails people sets PORTAL_ENV=production."
        )


def name_missing_tables():
    """Say once what each round would fail of; the worker goes on, for somebody may be at it."""
    try:
        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:  # the rounds say that it does not answer, and wait for it
        return
    if missing:
        logger.error("The database lacks %d migrations: run manage.py migrate.", missing)
